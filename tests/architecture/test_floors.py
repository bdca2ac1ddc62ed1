"""A room imports and points to what stands below it, never beside, never above (house.md §2)."""

import ast
import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from grc.environment import ROOT
from tests.architecture.source import FLOORS, ROOMS, python_files, shown, tree


def test_imports_go_down():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, (
        "Un import monte ou va à côté : passer par un fait (core.outbox) ou un registre de la pièce du dessous.\n"
        + result.stdout
    )


def test_every_room_has_a_floor():
    installed = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    ours = {name for name in installed if "site-packages" not in apps.get_app_config(name.split(".")[-1]).path}
    assert ours == set(ROOMS), "Donner un étage à la pièce dans pyproject.toml (import-linter) et l’installer."


def upward_keys() -> list[str]:
    found = []
    for model in apps.get_models(include_auto_created=True):
        here = FLOORS.get(model._meta.app_label)
        if here is None:
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model in (None, model):
                continue
            there = FLOORS.get(field.related_model._meta.app_label)
            same_room = field.related_model._meta.app_label == model._meta.app_label
            if there is not None and there >= here and not same_room:
                found.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    return found


def test_foreign_keys_go_down():
    assert not upward_keys(), "Une clé monte : garder une référence simple (genre + identifiant), comme StoredFile."


def test_migrations_depend_on_floors_below():
    found = []
    for (room, name), migration in MigrationLoader(None).disk_migrations.items():
        for other, _name in migration.dependencies:
            if room in FLOORS and other in FLOORS and other != room and FLOORS[other] >= FLOORS[room]:
                found.append(f"{room}/{name} → {other}")
    assert not found, f"Une migration monte : {found}"


def test_migrations_know_the_schema_only():
    for room in ROOMS:
        for path in sorted((ROOT / room / "migrations").glob("0*.py")):
            imported = [
                node.module for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module
            ]
            found = [module for module in imported if module.split(".")[0] in FLOORS and ".operations" in module]
            assert not found, f"{shown(path)} importe {found} : une migration n’appelle pas d’opération."


def test_signals_are_received_in_the_core_only():
    for path in python_files():
        if path.parts[len(ROOT.parts)] == "core":
            continue
        names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
        assert "receiver" not in names, f"{shown(path)} : publier un fait (core.outbox) au lieu d’un signal Django."
