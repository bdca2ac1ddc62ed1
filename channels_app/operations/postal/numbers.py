"""Arrival numbers ``A-2026-011482``: gap-free, so that nothing can leave the register unseen."""

from __future__ import annotations

import datetime as dt

from channels_app.models import PostalCounter, PostalItem
from channels_app.post import indexing
from core import calendar
from core.actor import Actor
from core.models import Commune


def register(item: PostalItem, *, by: Actor) -> None:
    """The last step of a transaction: the locked counter of the commune is held the shortest time. Saves the item."""
    if not item.arrival_number:
        today = calendar.today(item.commune)
        item.registered_on, item.registered_at, item.registered_by_id = today, calendar.now(), by.user_id
        item.arrival_number = _next(item.commune_id, today)
    item.save()
    indexing.index(item)


def lock(commune: Commune) -> None:
    """Until the end of the transaction, no other letter of the town gets a number."""
    _counter(commune.pk, calendar.today(commune).year)


def _next(commune_id: int, today: dt.date) -> str:
    counter = _counter(commune_id, today.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"A-{today.year}-{counter.last:06d}"


def _counter(commune_id: int, year: int) -> PostalCounter:
    PostalCounter.objects.get_or_create(commune_id=commune_id, year=year)
    return PostalCounter.objects.select_for_update(of=("self",)).get(commune_id=commune_id, year=year)
