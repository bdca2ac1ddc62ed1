"""Where a story is played: its own clock, numbers that no real row has, no disk, nothing kept."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest import mock

from django.apps import apps
from django.db import connection, models, transaction
from django.test.utils import override_settings
from django.utils import timezone

from messaging.models import Dispatch
from messaging.rendering import Letter

# Row numbers of the stage: 7, two digits for the table, fifteen for the row. A play has a thousand of them a table.
ROWS_A_PLAY = 1000
# Counters are set once at the end; people are made apart; the search of people goes with them.
NOT_CAST = {
    "requests_app_decisioncounter", "channels_app_postalcounter", "messaging_printbatchcounter",
    "citizens_citizen", "citizens_contactpoint", "citizens_personsearchrow", "auditlog_logentry",
    "django_session", "messaging_addressstate", "messaging_sendingdomain",
}  # fmt: skip
# The ceilings of real addresses count nothing of the stage.
OWN_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "volume"}}
ROOMS = {"core", "files", "citizens", "messaging", "requests_app", "channels_app"}


@dataclass(frozen=True)
class Table:
    """``code`` is in every row number of the stage; ``columns`` are those that COPY writes."""

    name: str
    code: int
    columns: tuple[str, ...]
    sequence: str


def tables() -> list[Table]:
    """Every table a request may leave rows in, by name."""
    found = []
    rooms = [model for model in apps.get_models() if model._meta.app_label in ROOMS and model._meta.managed]
    ordered = sorted((model for model in rooms if model._meta.pk.name == "id"), key=lambda model: model._meta.db_table)
    with connection.cursor() as cursor:
        for code, model in enumerate(ordered, start=10):
            name = model._meta.db_table
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [name])
            columns = tuple(
                str(field.column)
                for field in model._meta.local_concrete_fields
                if not isinstance(field, models.GeneratedField)
            )
            found.append(Table(name, code, columns, cursor.fetchone()[0]))
    return found


@contextmanager
def open_stage(known: list[Table]) -> Iterator[None]:
    """Everything played inside is undone, the sequences included; letters and files are never laid out."""
    disk: dict[str, bytes] = {}
    with ExitStack() as stack:
        stack.enter_context(override_settings(FILES_SCANNER="demo", CACHES=OWN_CACHE))
        stack.enter_context(mock.patch("files.storage.write", disk.__setitem__))
        stack.enter_context(mock.patch("files.storage.read", disk.__getitem__))
        stack.enter_context(mock.patch("messaging.rendering.letters_of", _letters))
        stack.enter_context(mock.patch("files.previews.draw", lambda content, kind: b"apercu " + content[-40:]))
        stack.enter_context(_defaults_hear_the_clock())
        stack.enter_context(_numbered_apart(known))
        yield


def _letters(dispatch: Dispatch) -> list[Letter]:
    """A letter takes a second to lay out: here it is a name and a few bytes."""
    return [Letter(item["name"], b"%PDF-1.7 " + str(dispatch.pk).encode()) for item in dispatch.attachments_plan]


@contextmanager
def _defaults_hear_the_clock() -> Iterator[None]:
    """``default=timezone.now`` was bound before any clock: it asks again for as long as the stage is open."""
    original = timezone.now
    fields = [
        field for model in apps.get_models() for field in model._meta.local_concrete_fields if field.default is original
    ]
    for field in fields:
        field.__dict__["_get_default"] = lambda: timezone.now()
    try:
        yield
    finally:
        for field in fields:
            field.__dict__.pop("_get_default", None)


@contextmanager
def _numbered_apart(known: list[Table]) -> Iterator[None]:
    """A sequence is not undone with its transaction: each is put back by hand, by a connection nothing has broken."""
    with connection.cursor() as cursor:
        before = []
        for table in known:
            cursor.execute(f"SELECT last_value, is_called FROM {table.sequence}")
            last, called = cursor.fetchone()
            if last >= row_base(0):
                # A run was killed on the stage.
                cursor.execute(f"SELECT coalesce(max(id), 1), count(*) > 0 FROM {table.name}")
                last, called = cursor.fetchone()
            before.append((table.sequence, last, called))
    try:
        yield
    finally:
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.executemany("SELECT setval(%s, %s, %s)", before)
        other.close()


@contextmanager
def one_play(known: list[Table], rank: int) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in known:
                first = row_base(table.code) + rank * ROWS_A_PLAY
                cursor.execute("SELECT setval(%s, %s, false)", [table.sequence, first])
        yield
        transaction.set_rollback(True)


def row_base(code: int) -> int:
    return int(f"7{code:02d}{0:015d}")


Snapshot = dict[str, list[list[str]]]


def snapshot(known: list[Table], rank: int) -> Snapshot:
    """The rows of this play as COPY writes them, by table; a row known by the search of people is not one of them."""
    taken: Snapshot = {}
    with connection.cursor() as cursor:
        for table in known:
            if table.name in NOT_CAST:
                continue
            first = row_base(table.code) + rank * ROWS_A_PLAY
            out = io.StringIO()
            columns = ", ".join(f'"{name}"' for name in table.columns)
            cursor.copy_expert(
                f"COPY (SELECT {columns} FROM {table.name} WHERE id >= {first} AND id < {first + ROWS_A_PLAY} "
                "ORDER BY id) TO STDOUT",
                out,
            )
            rows = [line.split("\t") for line in out.getvalue().split("\n") if line]
            if table.name == "core_searchentry":
                rows = [row for row in rows if row[1] != "citizen"]
            if rows:
                taken[table.name] = rows
    return taken


def moment(day: dt.date, hour: int, minute: int, second: int, micro: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute, second, micro), tzinfo=dt.UTC)
