"""The whole of it: stories played, people and days drawn by two processes, indexes put back, figures refreshed."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core.models import Commune
from files.vault import current_master_id
from grc.volume import clocks, indexes, ledger
from grc.volume.casting import Caster
from grc.volume.drawing import Drawer, Ids
from grc.volume.foundry import cast_moulds
from grc.volume.moulds import Mould
from grc.volume.people import People, rows_of
from grc.volume.rhythm import days_of
from grc.volume.stage import Table, tables
from grc.volume.town import Town
from grc.volume.writing import Writer, line_of

YEARS = 5
PEOPLE_AT_ONCE = 2000
REQUESTS_AT_ONCE = 1000
# Below this, indexes are cheaper to keep than to lay down.
WORTH_TAKING_DOWN = 5000
PEOPLE_TABLES = ("citizens_citizen", "citizens_contactpoint", "citizens_personsearchrow", "core_searchentry")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """What was asked for: the same order on the same town gives the same rows."""

    requests: int
    citizens: int
    seed: int
    until: dt.date
    processes: int = 2
    only: frozenset[str] | None = None


@dataclass
class Work:
    """What every process draws from; made once, before they part."""

    order: Order
    town: Town
    people: People
    drawer: Drawer
    known: list[Table]
    days: list[tuple[dt.date, int, int, int]]

    @property
    def days_at_once(self) -> int:
        return max(1, min(60, REQUESTS_AT_ONCE * len(self.days) // self.order.requests))


def generate(order: Order, say: Say) -> dict[str, int]:
    """Rows written by table."""
    commune = Commune.objects.current()
    if indexes.is_down():
        put_all_back(order.processes, say)
    known = tables()
    moulds = cast_moulds(
        commune, known, lambda done, total: say(_("Histoires jouées : %d sur %d") % (done, total)), only=order.only
    )
    work, numbers = _prepare(order, commune, known, moulds)
    apart = connection.in_atomic_block
    down = order.requests >= WORTH_TAKING_DOWN and not apart
    if down:
        touched = {line.table for mould in moulds for stage in mould.stages for line in stage.lines}
        with transaction.atomic():
            indexes.take_down(sorted(touched | set(PEOPLE_TABLES)))
    written = _draw(work, 1 if apart else order.processes, say)
    ledger.purge_old_mails(order.until)
    if down:
        put_all_back(order.processes, say)
    ledger.settle_sequences(known)
    ledger.settle_numbers(commune, numbers)
    ledger.settle_counters(commune)
    if not apart:
        say(_("Statistiques du planificateur…"))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return written


def _prepare(order: Order, commune: Commune, known: list[Table], moulds: list[Mould]) -> tuple[Work, dict[int, int]]:
    first = ledger.first_days(order.until, YEARS)
    town = Town(commune, first, order.until)
    bases = ledger.last_ids(known)
    # What is added to a town already drawn from this seed is drawn otherwise.
    seed = order.seed + 7919 * bases["requests_app_servicerequest"] + 104_729 * bases["citizens_citizen"]
    people = People(town, seed, order.citizens, dict(bases))
    strides: dict[str, int] = {}
    for mould in moulds:
        for table, most in mould.most_rows.items():
            strides[table] = max(strides.get(table, 0), most)
    strides[clocks.TABLE] += clocks.MOST
    bases["core_searchentry"] += order.citizens
    drawer = Drawer(town, people, Caster(town, people, current_master_id()), moulds, Ids(bases, strides), seed)
    used = ledger.last_numbers(commune, range(first.year, order.until.year + 1))
    days = []
    for day, rank, count in days_of(town, order.requests):
        days.append((day, rank, count, used[day.year] + 1))
        used[day.year] += count
    return Work(order, town, people, drawer, known, days), used


# Drawing ------------------------------------------------------------------------------------------------------------
def _draw(work: Work, processes: int, say: Say) -> dict[str, int]:
    jobs = [("people", first) for first in range(0, work.order.citizens, PEOPLE_AT_ONCE)]
    jobs += [("days", first) for first in range(0, len(work.days), work.days_at_once)]
    started, total = time.monotonic(), work.order.requests + work.order.citizens
    written: dict[str, int] = {}
    done = said = 0
    for count, rows in _results(work, jobs, processes):
        done += count
        for table, number in rows.items():
            written[table] = written.get(table, 0) + number
        if done * 100 // total >= said + 2 or done == total:
            said = done * 100 // total
            say(_("%(percent)d %% – %(done)d sur %(total)d en %(seconds)d s") % {
                "percent": said, "done": done, "total": total, "seconds": time.monotonic() - started,
            })  # fmt: skip
    return written


Result = tuple[int, dict[str, int]]
_work: Work | None = None


def _results(work: Work, jobs: list[tuple[str, int]], processes: int):
    global _work
    _work = work
    if processes == 1:
        yield from map(_do, jobs)
        return
    # A connection does not survive a fork: each process opens its own.
    connection.close()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for kind in ("people", "days"):  # a request names people that another process writes: they come first
            yield from pool.imap_unordered(_do, [job for job in jobs if job[0] == kind])


def _do(job: tuple[str, int]) -> Result:
    work = _work
    assert work is not None  # noqa: S101 - narrows the type: set before the processes part
    kind, place = job
    writer = Writer(work.known)
    with transaction.atomic():
        count = _people(work, writer, place) if kind == "people" else _days(work, writer, place)
        writer.flush()
    return count, writer.rows


def _people(work: Work, writer: Writer, first: int) -> int:
    chance = Random(work.people.seed * 17_000_003 + first)
    last = min(first + PEOPLE_AT_ONCE, work.order.citizens)
    for rank in range(first, last):
        name = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        for table, cells in rows_of(work.people.get(rank), work.people, name, work.people.known_at(rank)):
            writer.add(table, line_of(cells))
    return last - first


def _days(work: Work, writer: Writer, place: int) -> int:
    done = 0
    for day, first, count, number in work.days[place : place + work.days_at_once]:
        for table, line in work.drawer.day(day, first, count, number):
            writer.add(table, line)
        done += count
    return done


# Indexes ------------------------------------------------------------------------------------------------------------
def put_all_back(processes: int, say: Say) -> None:
    """The longest first, two at a time; then the foreign keys, which check every row."""
    for kind, sentence in (("index", _("Index reconstruits : %d sur %d")), ("key", _("Clés vérifiées : %d sur %d"))):
        waiting = indexes.pending(kind)
        waiting.sort(key=lambda known: "gin" not in known[2])
        jobs = [(rank, ddl) for rank, _name, ddl in waiting]
        connection.close()
        with multiprocessing.get_context("fork").Pool(processes if kind == "index" else 1) as pool:
            for done, _nothing in enumerate(pool.imap_unordered(_back, jobs), start=1):
                if done % 10 == 0 or done == len(jobs):
                    say(sentence % (done, len(jobs)))
    indexes.forget()


def _back(job: tuple[int, str]) -> None:
    with transaction.atomic():
        indexes.put_back(*job)
