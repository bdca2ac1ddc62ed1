"""The floor of a page: its own SQL, captured once, then sent again by psycopg2 alone, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grc.bench.figure import percentile, sample

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@dataclass
class Recorded:
    """Every statement with its values, as PostgreSQL received it."""

    statements: list[str] = field(default_factory=list)

    @property
    def queries(self) -> int:
        return len(self.statements)

    def floor_ms(self, *, times: int = 20, seconds: float = 3) -> float:
        """p50 of all of it, writes rolled back: what PostgreSQL and the wire cost, without Django."""
        with bare() as server, server.cursor() as cursor:

            def again() -> None:
                for statement in self.statements:
                    cursor.execute(statement)
                    if cursor.description:
                        cursor.fetchall()
                server.rollback()

            return percentile(sample(again, times=times, seconds=seconds), 0.5)


@contextmanager
def bare() -> Iterator[Any]:
    """A connection of psycopg2 to the same database, nothing of Django around it."""
    server = psycopg2.connect(**connection.get_connection_params())
    try:
        yield server
    finally:
        server.close()


def record(call: Callable[[], object]) -> Recorded:
    """What one call asks of the database, once everything that is kept in memory is."""
    call()
    with CaptureQueriesContext(connection) as seen:
        call()
    return Recorded([query["sql"] for query in seen if not query["sql"].startswith(FRAME)])
