"""Somebody looked for at the counter, badly spelt; letters registered one after the other."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from django.db import connection

from channels_app.models import PostalItem, ScanBatch
from channels_app.operations import file_from_desk, open_desk_draft
from channels_app.operations.postal import register_postal_item
from citizens.models import Citizen, ContactPoint
from citizens.search import find_people
from core import calendar
from core.actor import Actor
from grc.bench.figure import of_times, percentile, sample
from grc.bench.replay import record
from grc.bench.stage import Stage
from grc.bench.stories import REPORT, form_of
from organisation.models import Service
from procedures.models import Procedure
from requests_app.operations import Reply, save_draft

LOOKED_FOR, LETTERS = 60, 50


def search(stage: Stage) -> None:
    chance = random.Random(stage.size)  # noqa: S311 - spelling mistakes, not secrets
    asked = _asked(chance)
    by = Actor.system("bench")

    def find(words: str) -> Callable[[], object]:
        return lambda: find_people(words, commune_id=stage.commune.pk, by=by)

    taken, floors, queries = [], [], 0
    find(asked[0])()
    for words in asked:
        began = time.perf_counter()
        find(words)()
        taken.append((time.perf_counter() - began) * 1000)
    for words in asked[::3]:
        seen = record(find(words))
        queries = max(queries, seen.queries)
        floors.append(seen.floor_ms(times=5, seconds=0.5))
    figure = of_times("Usagers : recherche, toutes orthographes", stage.size, taken, queries=queries)
    figure.floor_ms = percentile(floors, 0.5)
    stage.add(figure)


def _asked(chance: random.Random) -> list[str]:
    """Names with a letter lost, doubled, changed or two exchanged; first name first or last; half a telephone."""
    last = Citizen.objects.order_by("-pk").values_list("pk", flat=True).first() or 1
    drawn = Citizen.objects.filter(pk__in=[chance.randint(1, last) for _rank in range(LOOKED_FOR * 4)], kind="person")
    people = list(drawn.exclude(family_name="")[:LOOKED_FOR])
    phones = dict(ContactPoint.objects.filter(citizen__in=people, kind="phone").values_list("citizen_id", "normalised"))
    spellings = (_lost, _doubled, _changed, _exchanged)
    asked = []
    for rank, one in enumerate(people):
        name = spellings[rank % 5](one.family_name, chance) if rank % 5 < 4 else one.family_name
        first = one.first_names.split(" ")[0]
        asked.append(
            (f"{name} {first}", f"{first} {name}", name, f"{name} {phones.get(one.pk, '')[-4:]}".strip())[rank % 4]
        )
    return asked


def _lost(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(name)))
    return name[:place] + name[place + 1 :]


def _doubled(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[: place + 1] + name[place:]


def _changed(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(name)))
    return name[:place] + chance.choice("aeiourstln") + name[place + 1 :]


def _exchanged(name: str, chance: random.Random) -> str:
    place = chance.randrange(max(1, len(name) - 1))
    return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]


def letters(stage: Stage) -> None:
    """A batch already read, each letter registered by an agent; the floor is its own SQL by psycopg2."""
    ids = iter(_batch(stage, LETTERS + 2))

    def register() -> None:
        register_postal_item(next(ids), sender="Robert Zimmermann, 5 allée des Tilleuls", subject="arbre", by=stage.by)

    seen = record(register)
    taken = []
    for _rank in range(LETTERS):
        began = time.perf_counter()
        register()
        taken.append((time.perf_counter() - began) * 1000)
    figure = of_times("Courrier papier : enregistrer un pli", stage.size, taken, queries=seen.queries)
    figure.per_second = 1000 * len(taken) / sum(taken)
    figure.floor_ms = seen.floor_ms(times=10)
    stage.add(figure)


def _batch(stage: Stage, count: int) -> list[int]:
    """Rows as the reading of a scan leaves them; no operation makes them without a scan."""
    desk = Service.objects.get(commune=stage.commune, code="accueil")
    today = calendar.today(stage.commune)
    rank = ScanBatch.objects.count() + 1
    batch = ScanBatch(
        commune=stage.commune, service=desk, sha256=f"{rank:064d}", kind="pdf", name="lot.pdf", source="upload",
        received_on=today, rank=rank % 30000, page_count=count, state="read", read_at=calendar.now(),
    )  # fmt: skip
    _insert(batch)
    made = []
    for place in range(1, count + 1):
        letter = PostalItem(commune=stage.commune, batch=batch, rank=place, service=desk, received_on=today)
        _insert(letter)
        made.append(letter.pk)
    return made


def _insert(row: ScanBatch | PostalItem) -> None:
    """By Django's own inserter, so that every column has its default."""
    row.save_base(raw=True, force_insert=True, using=connection.alias)


def desk(stage: Stage) -> None:
    """The same street report typed by an agent at the counter: draft, answers, request, acknowledgement.

    Without a floor: its rows are those of the filing by web, and its SQL cannot be sent twice.
    """
    version = Procedure.objects.get(code=REPORT.code).current_id
    assert version is not None  # noqa: S101 - narrows the type
    page = form_of(REPORT.code).all_pages[-1].key

    def file() -> None:
        told = REPORT.told()
        draft = open_desk_draft(version, citizen_id=None, by=stage.by)
        save_draft(draft.pk, page, told)
        reply = Reply(channel="email", email=told["courriel"])
        file_from_desk(draft.pk, channel="counter", citizen_id=None, reply=reply, by=stage.by)

    seen = record(file)
    figure = of_times("Dépôt au guichet", stage.size, sample(file, times=30, seconds=8), queries=seen.queries)
    stage.add(figure)
