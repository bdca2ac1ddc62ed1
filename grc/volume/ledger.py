"""What the database already holds: where new rows begin, and what its sequences must say afterwards."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from channels_app.models import InboundEmail
from channels_app.operations.purge_mails import NOTHING
from channels_app.privacy import KEEP
from core.models import Commune
from files.enums import OwnerKind
from grc.volume.stage import Table


def last_ids(known: list[Table]) -> dict[str, int]:
    """Of the rows that are there, not of the sequences, which an undone transaction has moved."""
    found = {}
    with connection.cursor() as cursor:
        for table in known:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table.name}")
            found[table.name] = cursor.fetchone()[0]
    return found


def number_sequence(commune: Commune, year: int) -> str:
    """The one of ``core.numbers``."""
    return f"grc_request_number_{commune.pk}_{year}"


def last_numbers(commune: Commune, years: range) -> dict[int, int]:
    found = {}
    with connection.cursor() as cursor:
        for year in years:
            name = number_sequence(commune, year)
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
            cursor.execute(f"SELECT last_value, is_called FROM {name}")
            last, called = cursor.fetchone()
            found[year] = last if called else 0
    return found


def settle_sequences(known: list[Table]) -> None:
    """The next row after the last, in every table."""
    with connection.cursor() as cursor:
        for table in known:
            cursor.execute(
                f"SELECT setval(%s, greatest((SELECT last_value FROM {table.sequence}), "
                f"(SELECT coalesce(max(id), 1) FROM {table.name})), true) "
                f"WHERE EXISTS (SELECT 1 FROM {table.name})",
                [table.sequence],
            )


def settle_numbers(commune: Commune, used: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        for year, last in used.items():
            if last:
                cursor.execute("SELECT setval(%s, %s)", [number_sequence(commune, year), last])


COUNTERS = (
    ("requests_app_decisioncounter", "requests_app_decision", "number", "D-%%"),
    ("channels_app_postalcounter", "channels_app_postalitem", "arrival_number", "A-%%"),
)


def settle_counters(commune: Commune) -> None:
    """The counter of each year goes on after the greatest number drawn; those drawn are not gap-free."""
    with connection.cursor() as cursor:
        for counter, table, column, pattern in COUNTERS:
            cursor.execute(
                f"INSERT INTO {counter} (commune_id, year, last) "
                f"SELECT %s, split_part({column}, '-', 2)::int, max(split_part({column}, '-', 3)::int) "
                f"FROM {table} WHERE {column} LIKE '{pattern}' GROUP BY 2 "
                f"ON CONFLICT (commune_id, year) DO UPDATE SET last = greatest({counter}.last, excluded.last)",
                [commune.pk],
            )


def purge_old_mails(until: dt.date) -> None:
    """As the sweep of every night has done since the first year, at once: the bytes and the names of old mails."""
    night = dt.datetime.combine(until, dt.time(), tzinfo=dt.UTC)
    with connection.cursor() as cursor:
        # Nobody has looked at these tables since a million rows came: without figures the join below takes hours.
        cursor.execute("ANALYZE channels_app_inboundemail, requests_app_servicerequest, files_storedfile")
    over = InboundEmail.objects.over(night - KEEP)
    over.update(raw=None, purged_at=night, **NOTHING)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM files_storedfile WHERE owner_kind = %s AND owner_id IN "
            "(SELECT id FROM channels_app_inboundemail WHERE purged_at IS NOT NULL)",
            [OwnerKind.INBOUND_EMAIL],
        )


def first_days(until: dt.date, years: int) -> dt.date:
    try:
        return until.replace(year=until.year - years)
    except ValueError:
        return until.replace(year=until.year - years, day=28)
