"""How long the town of this size took to write, beside COPY alone of the same rows into tables without an index."""

from __future__ import annotations

import io
import time

from django.db import connection

from grc.bench.figure import Figure
from grc.bench.ground import MADE
from grc.bench.stage import Stage
from grc.environment import home
from grc.volume.stage import tables

AT_MOST = 20_000


def made(stage: Stage) -> None:
    """Left out where the town is one of an earlier run."""
    kept = home() / MADE
    if not kept.exists():
        return
    seconds, floor = float(kept.read_text()), 0.0
    for table in tables():
        floor += _copied(table.name)
    figure = Figure("Ville : générée", stage.size, value=seconds, unit="s", per_second=stage.size / seconds)
    figure.floor_ms, figure.ratio = floor * 1000, round(seconds / floor, 2)
    stage.add(figure)


def _copied(table: str) -> float:
    """Seconds for all of its rows, from those of its newest rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own tables
        (count,) = cursor.fetchone()
        if not count:
            return 0.0
        lines = io.StringIO()
        cursor.copy_expert(f"COPY (SELECT * FROM {table} ORDER BY id DESC LIMIT {AT_MOST}) TO STDOUT", lines)  # noqa: S608
        lines.seek(0)
        cursor.execute(f"CREATE TEMP TABLE floor_of_copy (LIKE {table})")
        began = time.perf_counter()
        cursor.copy_expert("COPY floor_of_copy FROM STDIN", lines, 1 << 20)
        spent = time.perf_counter() - began
        cursor.execute("DROP TABLE floor_of_copy")
    return spent * max(1.0, count / AT_MOST)
