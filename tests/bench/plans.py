"""What PostgreSQL would do with the statements of a page in a town of a million requests, read from its plans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.multiplied import BIG

# In the units of the planner: reading a million rows, however it is done, costs 10,000 and more.
DEAREST = 9000.0
READS = ("SELECT", "(SELECT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True)
class Complaint:
    """``table``: the one read from end to end; empty when it is the statement as a whole that costs too much."""

    table: str
    why: str
    sql: str

    def __str__(self) -> str:
        return f"{self.why} : {self.sql[:1500]}"


def complaints(call: Callable[[], Any]) -> list[Complaint]:
    """Of every statement that ``call`` sends, those that would read a table that grows from end to end."""
    with CaptureQueriesContext(connection) as seen:
        call()
    statements = dict.fromkeys(query["sql"] for query in seen if query["sql"].startswith(READS))
    with connection.cursor() as cursor:
        return [found for sql in statements for found in _of_plan(sql, _plan(cursor, sql))]


def _plan(cursor: Any, sql: str) -> dict[str, Any]:
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
    answer = cursor.fetchone()[0]
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]


def _of_plan(sql: str, plan: dict[str, Any]) -> Iterator[Complaint]:
    for node, limited in _nodes(plan, False):
        table, kind = node.get("Relation Name", ""), node["Node Type"]
        if table not in BIG:
            continue
        by_index = kind in ("Index Scan", "Index Only Scan")
        if kind == "Seq Scan":
            yield Complaint(table, f"{table} est lue en entier", sql)
        elif by_index and "Index Cond" not in node and not limited and not _partial(node["Index Name"]):
            yield Complaint(table, f"l’index {node['Index Name']} est lu en entier", sql)
    if plan["Total Cost"] > DEAREST:
        yield Complaint("", f"coût de {plan['Total Cost']:.0f}", sql)


def _nodes(node: dict[str, Any], limited: bool) -> Iterator[tuple[dict[str, Any], bool]]:
    yield node, limited
    # Under a LIMIT, an index read in its order stops by itself; a sort in between reads everything first.
    below = (limited or node["Node Type"] == "Limit") and node["Node Type"] not in ("Sort", "Hash", "Aggregate")
    for child in node.get("Plans", ()):
        yield from _nodes(child, below)


def _partial(index: str) -> bool:
    """The index holds a few rows only: those that wait, not those of five years."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indpred IS NOT NULL FROM pg_index WHERE indexrelid = %s::regclass", [index])
        found = cursor.fetchone()
    return bool(found and found[0])
