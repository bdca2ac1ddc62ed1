"""Every search entry written again, kind by kind: batches of keys, one short transaction a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

BATCH = 500


@dataclass(frozen=True)
class Rebuild:
    """``things()`` are those of this kind that are in the search; ``write(pk)`` writes one again."""

    things: Callable[[], QuerySet[Any]]
    write: Callable[[int], None]


_rebuilds: dict[str, Rebuild] = {}


def register(kind: str, things: Callable[[], QuerySet[Any]], write: Callable[[int], None]) -> None:
    """By each room, for what it indexes."""
    _rebuilds[kind] = Rebuild(things, write)


def kinds() -> list[str]:
    return sorted(_rebuilds)


def rebuild(kind: str, *, after: int = 0, batch: int = BATCH) -> Iterator[tuple[int, int]]:
    """(how many more are done, last key) after each batch. Started again after that key, it goes on; twice is once.

    What is made meanwhile is indexed by the operation that makes it; what vanishes between two batches is passed over.
    """
    known = _rebuilds[kind]
    last = after
    while pks := list(known.things().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]):
        for pk in pks:
            _write(known, pk)
        last = pks[-1]
        yield len(pks), last


@transaction.atomic
def _write(known: Rebuild, pk: int) -> None:
    if known.things().filter(pk=pk).select_for_update(of=("self",)).exists():
        known.write(pk)
