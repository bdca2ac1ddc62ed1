"""A small town cast once for the whole folder, and the same stories filed by hand beside it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from core.models import Commune
from grc.volume import foundry, generating, ledger, moulds
from grc.volume.generating import Order, generate
from grc.volume.moulds import Mould
from grc.volume.stage import tables

UNTIL = dt.date(2026, 11, 20)
STORIES = frozenset({"acte-mariage", "rue-depot", "courriel", "accueil-etranger", "lettre"})
ORDER = Order(requests=90, citizens=60, seed=7, until=UNTIL, only=STORIES)


@dataclass
class Town:
    commune: Commune
    moulds: list[Mould]


@pytest.fixture(scope="module")
def empty_town(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Commune]:
    """Admiville before its first request, in one transaction undone after the last test of the file."""
    somewhere = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), somewhere, transaction.atomic():
        call_command("seed_demonstration", "--sans-demandes", stdout=io.StringIO())
        yield Commune.objects.get(slug="admiville")
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def town(empty_town, request) -> Iterator[Town]:
    """The same, with ninety requests; the stories are kept as they were played. A file that says ``WHOLE`` has what the
    sweeps of the night take away too."""
    played: list[Mould] = []
    cast = foundry.cast_moulds

    def once(*args, **kwargs):
        played[:] = played or cast(*args, **kwargs)
        return played

    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(generating, "cast_moulds", once)
        if getattr(request.module, "WHOLE", False):
            patch.setattr(moulds, "PURGED", {})
            patch.setattr(ledger, "purge_old_mails", lambda until: None)
        generate(ORDER, lambda sentence: None)
        yield Town(empty_town, played)
        transaction.set_rollback(True)


def digest() -> dict[str, str]:
    """One print of each table, whatever the order in which its rows came."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            columns = ", ".join(f'"{name}"' for name in table.columns)
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(line, '|' ORDER BY id), '')) "
                f"FROM (SELECT id, row({columns})::text AS line FROM {table.name}) AS lines"
            )
            found[table.name] = cursor.fetchone()[0]
    return found
