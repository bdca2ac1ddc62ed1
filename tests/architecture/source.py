"""The repository read as data: rooms, files, syntax trees."""

import ast
import tomllib
from functools import cache
from pathlib import Path

from grc.environment import ROOT

LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
# Floor of each room, 0 at the bottom, as house.md §2 and import-linter know them.
FLOORS = {room.strip(): floor for floor, line in enumerate(reversed(LAYERS)) for room in line.split("|")}
ROOMS = sorted(FLOORS)
FACES = ("portal", "back_office", "api")
DOMAIN = [room for room in ROOMS if room not in (*FACES, "grc")]


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files of these folders (all rooms when none is named), migrations left out."""
    found = [path for folder in folders or ROOMS for path in (ROOT / folder).rglob("*.py")]
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


@cache
def templates() -> tuple[Path, ...]:
    places = [ROOT / "templates", *(ROOT / room / "templates" for room in ROOMS)]
    return tuple(sorted(path for place in places for path in place.rglob("*") if path.suffix in {".html", ".txt"}))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def where(path: Path, node: ast.AST) -> str:
    return f"{shown(path)}:{getattr(node, 'lineno', 0)}"
