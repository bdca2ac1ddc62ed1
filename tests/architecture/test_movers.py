"""Operations are the only movers (house.md §4): what changes a row stands in `operations/` or `querysets.py`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from grc.environment import ROOT
from tests.architecture.source import python_files, shown, tree, where

STATE = {"phase", "current_step"}
WRITES = {"save", "create", "update", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
MANAGERS = {"objects", "filter", "exclude", "all", "order_by", "select_for_update", "select_related", "locked", "get"}
# The mechanisms every operation stands on: they write their own tables, in the transaction of who calls them.
MECHANISMS = {"core/outbox.py", "core/trail.py", "core/search.py", "core/numbers.py", "core/once.py", "core/tasks.py"}
# Not rows: caches, forms of configuration, sessions, digests, environments.
NOT_ROWS = {"cache", "venv", "session", "digest", "mac", "hasher", "environment", "image", "pdf", "state", "os"}


def may_move(path: Path) -> bool:
    name = shown(path)
    configuration = "admin" in path.parts or path.name == "admin.py"
    return configuration or "operations" in path.parts or path.name == "querysets.py" or name in MECHANISMS


def dotted(node: ast.AST) -> list[str]:
    """`A.objects.filter(…).update` → ["A", "objects", "filter", "update"]."""
    match node:
        case ast.Attribute():
            return [*dotted(node.value), node.attr]
        case ast.Call():
            return dotted(node.func)
        case ast.Name():
            return [node.id]
        case _:
            return []


def writes(path: Path) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in WRITES:
            continue
        chain = dotted(node.func)
        if not chain or chain[0] in NOT_ROWS or "super" in chain or set(chain[:-1]) & NOT_ROWS:
            continue
        through_a_manager = bool(set(chain[:-1]) & MANAGERS)
        saves_a_row = node.func.attr == "save" and all(keyword.arg != "format" for keyword in node.keywords)
        if through_a_manager or (saves_a_row and not node.args):
            yield node, ".".join(chain)


def test_rows_are_written_by_operations_only():
    found = [
        f"{where(path, node)} {chain}()"
        for path in python_files()
        if not may_move(path)
        for node, chain in writes(path)
    ]
    assert not found, "Écrire une opération (un verbe, un fichier d’operations/) et l’appeler :\n" + "\n".join(found)


def test_the_detector_of_writes_sees_them(tmp_path):
    source = "a.save()\nA.objects.filter(x=1).update(y=2)\nd.update(x)\nA.objects.bulk_create([])\ncache.delete('x')\n"
    (tmp_path / "sample.py").write_text(source)
    assert [node.lineno for node, _chain in writes(tmp_path / "sample.py")] == [1, 2, 4]


def test_a_phase_is_moved_by_operations_only():
    found = []
    for path in python_files():
        if may_move(path) and path.name != "admin.py":
            continue
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
                continue
            found += [where(path, node) for each in targets if isinstance(each, ast.Attribute) and each.attr in STATE]
    assert not found, "Une phase ne change que par une opération, qui demande à lifecycle :\n" + "\n".join(found)


def test_facts_are_published_by_operations_only():
    found = []
    for path in python_files():
        if may_move(path):
            continue
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        found += [where(path, call) for call in calls if dotted(call.func)[-2:] == ["outbox", "publish"]]
    assert not found, "outbox.publish appartient à l’opération qui change la ligne :\n" + "\n".join(found)


def offered(path: Path) -> set[str]:
    imports = [node for node in ast.walk(tree(path.parent / "__init__.py")) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports for alias in node.names}


def test_operations_that_write_open_a_transaction():
    """A verb that `operations/__init__.py` offers is atomic; the steps it is made of run in its transaction."""
    found = []
    for path in python_files():
        if "operations" not in path.parts or path.name == "__init__.py":
            continue
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name not in offered(path):
                continue
            publishes = any(
                isinstance(inner, ast.Call) and dotted(inner.func)[-2:] == ["outbox", "publish"]
                for inner in ast.walk(node)
            )
            atomic = "atomic" in ast.unparse(node)
            if publishes and not atomic:
                found.append(f"{where(path, node)} {node.name}")
    assert not found, "Poser @transaction.atomic sur l’opération :\n" + "\n".join(found)


def test_the_rooms_are_where_they_are_looked_for():
    assert (ROOT / "requests_app/operations").is_dir()
