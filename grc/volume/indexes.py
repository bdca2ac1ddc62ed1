"""Indexes, foreign keys and autovacuum laid down while a million rows come in, and put back whole. What is down is
written in the database first: an interrupted run puts it back at the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection

_DOWN = "grc_volume_down"
Told = Callable[[str], None]


def take_down(tables: Iterable[str]) -> None:
    """Every foreign key and every index but primary keys, of these tables, and their autovacuum; checks stay."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_DOWN} (rank serial PRIMARY KEY, kind text, name text, ddl text)")
        for ddl in _drops(cursor, list(tables)):
            cursor.execute(ddl)


def _drops(cursor, tables: list[str]) -> list[str]:
    """Writes how to put each back, and returns how to take it down."""
    drops = []
    for table in tables:
        # Rows come in faster than they can be looked at: the whole is vacuumed and analysed at the end.
        back = f"ALTER TABLE {table} RESET (autovacuum_enabled)"
        cursor.execute(f"INSERT INTO {_DOWN} (kind, name, ddl) VALUES ('key', %s, %s)", [table, back])
        drops.append(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u') ORDER BY contype, conname",
        [tables],
    )
    for table, name, kind, definition in cursor.fetchall():
        ddl = f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
        cursor.execute(
            f"INSERT INTO {_DOWN} (kind, name, ddl) VALUES (%s, %s, %s)", ["key" if kind == "f" else "index", name, ddl]
        )
        drops.append(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisprimary "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('u', 'x')) "
        "ORDER BY 1",
        [tables],
    )
    for name, definition in cursor.fetchall():
        cursor.execute(f"INSERT INTO {_DOWN} (kind, name, ddl) VALUES ('index', %s, %s)", [name, definition])
        drops.append(f"DROP INDEX {name}")
    return drops


def is_down() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [_DOWN])
        return bool(cursor.fetchone()[0])


def pending(kind: str) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rank, name, ddl FROM {_DOWN} WHERE kind = %s ORDER BY rank", [kind])
        return cursor.fetchall()


def put_back(rank: int, ddl: str) -> None:
    """One of them; its line goes with it, in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '768MB'")
        cursor.execute(ddl)
        cursor.execute(f"DELETE FROM {_DOWN} WHERE rank = %s", [rank])


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_DOWN}")
