"""Rows into the database by COPY: a few thousand lines at a time, whatever the size of the town."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from grc.volume.stage import Table

CHUNK = 8 * 1024 * 1024  # characters held before they are written


class Writer:
    """``add`` keeps lines by table; ``flush`` writes them, the tables that others point to first."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self.columns = {table.name: ", ".join(f'"{name}"' for name in table.columns) for table in tables}
        self.held: dict[str, list[str]] = {}
        self.size = 0
        self.rows: dict[str, int] = {}

    def add(self, table: str, line: str) -> None:
        self.held.setdefault(table, []).append(line)
        self.size += len(line)
        if self.size > CHUNK:
            self.flush()

    def flush(self) -> None:
        with connection.cursor() as cursor:
            for table in sorted(self.held):
                lines = self.held[table]
                text = io.StringIO("".join(lines))
                cursor.copy_expert(f"COPY {table} ({self.columns[table]}) FROM STDIN", text, 1 << 20)
                self.rows[table] = self.rows.get(table, 0) + len(lines)
        self.held, self.size = {}, 0


def line_of(cells: Iterable[Any]) -> str:
    """One line of COPY from Python values."""
    return "\t".join(map(_cell, cells)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.datetime | dt.date | int | float):
        return str(value)
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
