"""A small town copied until PostgreSQL plans as for a million requests: its own rows, dates and keys apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

# What does not grow with the requests, the people and the years: the configuration of a town, its agents.
SMALL = (
    "procedures_", "organisation_", "accounts_", "auth_", "guardian_", "otp_", "axes_", "django_", "auditlog_",
    "core_commune", "core_heartbeat", "citizens_addresskeeper", "channels_app_formpack", "channels_app_mailbox",
    "channels_app_postalcounter", "channels_app_reservedcode", "messaging_addressstate", "messaging_messagetemplate",
    "messaging_printbatch", "messaging_sendingdomain", "requests_app_decisioncounter",
)  # fmt: skip
BIG = frozenset(table for model in apps.get_models() if not (table := model._meta.db_table).startswith(SMALL))
MILLION, COPIES = 1_000_000, 1500
# One letter in ten thousand waits.
MORE = {"channels_app_postalitem": 10_000}
ENDED = "n % 20 > 0"
# What most rows of five years have in common, and the words that tell one from another.
OLD: dict[str, dict[str, str]] = {
    "requests_app_servicerequest": {
        "phase": f"CASE WHEN {ENDED} THEN 'closed' ELSE 'in_progress' END",
        "closed_on": f"CASE WHEN {ENDED} THEN one.received_on END",
        "next_alert_on": f"CASE WHEN NOT ({ENDED}) THEN next_alert_on END",
        "service_id": "(SELECT id FROM organisation_service ORDER BY id OFFSET n % 5 LIMIT 1)",
    },
    "requests_app_task": {"state": "'done'"},
    "core_searchentry": {
        "kind": "'request'",
        "text": "text || ' mot' || n",
        "service_ref": "(SELECT id FROM organisation_service ORDER BY id OFFSET n % 5 LIMIT 1)",
    },
    "channels_app_postalitem": {
        "state": "'registered'",
        "registered_on": "one.received_on - n % 1800",
        "arrival_number": "'A-' || n",
    },
    "channels_app_scanbatch": {"state": "'closed'"},
    "channels_app_inboundemail": {"state": "'request'"},
    "files_storedfile": {"scan_state": "'clean'", "scan_due_at": "NULL", "preview_state": "'made'"},
    "core_outboxdelivery": {"state": "'done'"},
    "messaging_dispatch": {"state": "'sent'"},
    "citizens_citizen": {"folded_name": "folded_name || n", "sort_key": "sort_key || n", "canonical_id": "NULL"},
    "citizens_contactpoint": {"normalised": "'6' || n"},
    "citizens_personsearchrow": {"marks": "ARRAY[n, n + 1, n % 100]", "names": "names || n", "phones": "phones || n"},
}


def multiply() -> None:
    """Every table that grows and holds a row is copied, then counted as if it had a million; undone with the test."""
    with connection.cursor() as cursor:
        # Copies are nobody's story and belong to rows that are not there: no rule is asked about them.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c'"
            " AND conrelid::regclass::text = ANY(%s)",
            [sorted(BIG)],
        )
        for table, rule in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {rule}")
        for table in sorted(BIG):
            _copy(cursor, table)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
        _believe_in_a_million(cursor)


COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
      EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY(i.indkey)),
      (SELECT c.confrelid::regclass::text FROM pg_constraint c
        WHERE c.conrelid = a.attrelid AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum])
    FROM pg_attribute a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""


@dataclass(frozen=True)
class Column:
    table: str
    name: str
    kind: str
    nullable: bool
    unique: bool
    # The table its key is of.
    of: str | None

    def first(self) -> str:
        """In the first row of a table that has none."""
        if self.name == "id" or self.of in BIG:
            return "0"
        if self.nullable:
            return "NULL"
        if self.of:
            return f"(SELECT coalesce(min(id), 0) FROM {self.of})"  # noqa: S608 - our own tables
        plain = {"boolean": "false", "uuid": "gen_random_uuid()", "jsonb": "'{}'", "date": "current_date"}
        if self.kind in ("bigint", "integer", "smallint", "double precision"):
            return "0"
        if self.kind.endswith("[]"):
            return "'{}'"
        return "now()" if self.kind.startswith("timestamp") else plain.get(self.kind, "'x'" if self.unique else "''")

    def copied(self) -> str:
        """In a copy: what tells rows apart is told apart, and the dates of a row go back together."""
        own = f'one."{self.name}"'
        if self.name == "id":
            return f"{MILLION} + n"
        if self.name in OLD.get(self.table, {}):
            return OLD[self.table][self.name]
        if self.of in BIG or (self.unique and not self.of and self.kind in ("bigint", "integer")):
            return f"CASE WHEN {own} IS NOT NULL THEN {MILLION} + n END"
        if self.kind == "uuid":
            return "gen_random_uuid()"
        if self.unique and self.kind.startswith("character") and self.name != "kind":
            long = re.sub(r"\D", "", self.kind) or "64"
            return f"CASE WHEN {own} <> '' THEN left(md5(n::text) || md5(n::text), {long}) ELSE {own} END"
        if self.kind == "date":
            return f"{own} - n % 1800"
        return f"{own} - (n % 1800) * interval '1 day'" if self.kind.startswith("timestamp") else own


def _copy(cursor: Any, table: str) -> None:
    cursor.execute(COLUMNS, [table])
    columns = [Column(table, *told) for told in cursor.fetchall()]
    names = ", ".join(f'"{column.name}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(column.first() for column in columns)}"  # noqa: S608
        f" WHERE NOT EXISTS (SELECT FROM {table})"
    )
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(column.copied() for column in columns)}"  # noqa: S608
        f" FROM (SELECT row_number() OVER (ORDER BY 1) AS turn_, count(*) OVER () AS turns_, * FROM {table}) AS one"
        f" JOIN generate_series(1, {MORE.get(table, COPIES)}) AS n ON one.turn_ = 1 + n % one.turns_"
    )


def _believe_in_a_million(cursor: Any) -> None:
    """The planner takes the number of rows from the catalogue; an index of a few rows keeps its share of them."""
    # The seven events of a real request, among a few thousand, are not seven thousand among a million.
    cursor.execute(
        "UPDATE pg_statistic AS s SET stakind1 = 0 FROM pg_constraint AS c WHERE s.stakind1 = 1"
        " AND c.conrelid = s.starelid AND c.contype = 'f' AND c.conkey = ARRAY[s.staattnum]"
        " AND c.confrelid::regclass::text = ANY(%s)",
        [sorted(BIG)],
    )
    cursor.execute(
        "UPDATE pg_class AS c SET relpages = GREATEST(c.relpages, 1), reltuples = c.reltuples * %s / t.reltuples"
        " FROM pg_class AS t LEFT JOIN pg_index AS i ON i.indrelid = t.oid"
        " WHERE t.relname = ANY(%s) AND t.reltuples > 0 AND t.relkind = 'r' AND (c.oid = i.indexrelid)",
        [MILLION, sorted(BIG)],
    )
    cursor.execute(
        "UPDATE pg_class SET relpages = GREATEST(relpages, 1), reltuples = %s"
        " WHERE relname = ANY(%s) AND relkind = 'r' AND reltuples > 0",
        [MILLION, sorted(BIG)],
    )
