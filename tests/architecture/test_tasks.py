"""Celery is at-least-once: each task bears a repeat, and a test shows it (house.md §9)."""

import ast

from grc.celery import app
from grc.environment import ROOT
from tests.architecture.source import ROOMS, python_files, shown, tree


def tasks() -> dict[str, str]:
    """Name of each task → its module."""
    found = {}
    for path in python_files(*ROOMS):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and any("shared_task" in ast.unparse(d) for d in node.decorator_list):
                found[node.name] = shown(path)
    return found


def test_tasks_stand_in_tasks_modules():
    assert {path.rpartition("/")[2] for path in tasks().values()} <= {"tasks.py"}


def test_every_task_is_shown_to_bear_three_runs():
    """A test whose name says `three_times` and whose body names the task, unmocked."""
    shown_by = [
        ast.unparse(node)
        for path in python_files("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and "three_times" in node.name
    ]
    missing = [f"{path}:{name}" for name, path in tasks().items() if not any(name in body for body in shown_by)]
    assert not missing, (
        "Écrire test_…_three_times_… qui lance la tâche trois fois et voit un seul effet :\n" + "\n".join(missing)
    )


def test_the_clock_calls_tasks_that_exist():
    app.loader.import_default_modules()
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in app.tasks, f"{name} appelle {entry['task']}, qui n’existe pas"


def test_the_clock_speaks_to_lanes_that_exist():
    lanes = {queue.name for queue in app.conf.task_queues}
    assert {entry["options"]["queue"] for entry in app.conf.beat_schedule.values()} <= lanes


def test_a_task_sent_to_a_lane_reaches_this_lane_only():
    routes = [(queue.exchange.name, queue.routing_key) for queue in app.conf.task_queues]
    assert len(set(routes)) == len(routes), "Deux files partagent une clé : chaque tâche y serait livrée deux fois."


def test_a_task_is_a_door_and_no_more():
    """Ids in, an operation called: a task longer than this hides a rule."""
    for path in python_files():
        if path.name == "tasks.py":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.FunctionDef):
                    lines = (node.end_lineno or 0) - node.lineno + 1
                    assert lines <= 15, f"{shown(path)}:{node.name} : déplacer la règle dans une opération"
    assert ROOT.is_dir()
