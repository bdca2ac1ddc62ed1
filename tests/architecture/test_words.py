"""What is written in the repository: nothing left for later, nothing that is no longer true."""

import ast
import re
import subprocess

import pytest

from grc.environment import ROOT
from tests.architecture.source import python_files, shown, tree

TEXTS = {".py", ".html", ".txt", ".css", ".js", ".md", ".yaml", ".yml", ".toml", ".sh", ""}
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
# `room/file.py:name` or `room/file.py::name`, as the guides cite code.
CITED = re.compile(r"`([\w/.-]+\.(?:py|html|css|js|yaml|yml|toml))(?:::?([A-Za-z_]\w*))?`")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_nothing_is_left_for_later():
    found = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in TEXTS and path.name not in {"LICENSE", "package-lock.json"}:
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                if LATER.search(line):
                    found.append(f"{name}:{number}")
    assert not found, "Faire la chose, ou ouvrir une fiche, mais pas de promesse dans le code :\n" + "\n".join(found)


def guides() -> list[str]:
    return [name for name in tracked() if name.endswith(".md")]


@pytest.mark.parametrize("name", guides())
def test_a_guide_cites_code_that_exists(name):
    missing = []
    for path, symbol in CITED.findall((ROOT / name).read_text()):
        if "/" not in path:
            continue
        # A table about one room may leave the room's name out.
        targets = [ROOT / path] if (ROOT / path).exists() else sorted(ROOT.glob(f"*/{path}"))
        if not targets:
            missing.append(path)
        elif symbol and path.endswith(".py") and not any(symbol in defined(target) for target in targets):
            missing.append(f"{path}:{symbol}")
    assert not missing, f"{name} cite ce qui n’existe plus : {missing}"


def defined(path) -> set[str]:
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def test_no_program_prints_instead_of_logging():
    found = []
    for path in python_files():
        if "commands" in path.parts or any(path.is_relative_to(ROOT / room) for room in ("grc/runner", "grc/bench")):
            continue
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        found += [shown(path) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert not found, f"Écrire dans un journal, sans donnée personnelle : {found}"
