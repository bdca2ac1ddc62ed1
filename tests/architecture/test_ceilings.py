"""Small files, small functions, names that say something (house.md §3)."""

import ast

import pytest

from grc.environment import ROOT
from tests.architecture.source import ROOMS, python_files, shown, templates, tree, where

FILE, FUNCTION, TEMPLATE, TEST_FILE = 400, 60, 150, 300
FORBIDDEN = {"utils", "helpers", "misc", "others", "common", "services"}


def length(path) -> int:
    return len(path.read_text().splitlines())


def test_no_python_file_is_too_long():
    found = [f"{shown(path)} : {length(path)}" for path in python_files() if length(path) > FILE]
    assert not found, f"Au-delà de {FILE} lignes, couper par sujet :\n" + "\n".join(found)


def test_no_test_file_is_too_long():
    found = [f"{shown(path)} : {length(path)}" for path in python_files("tests") if length(path) > TEST_FILE]
    assert not found, f"Au-delà de {TEST_FILE} lignes, un fichier par verbe :\n" + "\n".join(found)


def test_no_template_is_too_long():
    found = [f"{shown(path)} : {length(path)}" for path in templates() if length(path) > TEMPLATE]
    assert not found, f"Au-delà de {TEMPLATE} lignes, sortir un fragment ou un composant :\n" + "\n".join(found)


def test_no_function_is_too_long():
    found = []
    for path in (*python_files(), *python_files("tests")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION:
                    found.append(f"{where(path, node)} {node.name} : {lines}")
    assert not found, f"Au-delà de {FUNCTION} lignes, nommer les étapes :\n" + "\n".join(found)


def test_the_typical_file_stays_small():
    lengths = sorted(length(path) for path in python_files() if path.name != "__init__.py")
    assert lengths[len(lengths) // 2] <= 100
    assert lengths[int(len(lengths) * 0.95)] <= 250


@pytest.mark.parametrize("folder", [*ROOMS, "tests"])
def test_no_module_has_a_name_that_says_nothing(folder):
    found = [
        shown(path) for path in (ROOT / folder).rglob("*") if path.stem in FORBIDDEN and path.suffix in {"", ".py"}
    ]
    assert not found, "Un nom dit ce que le module sait faire :\n" + "\n".join(found)


def test_services_of_the_town_hall_are_the_only_services():
    assert not list(ROOT.glob("*/services.py"))
