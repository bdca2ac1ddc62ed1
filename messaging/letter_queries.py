"""What « Courrier à expédier » shows: only letters this agent sees, counted in nobody else's figures."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from messaging import policies
from messaging.enums import BatchState, DispatchState
from messaging.models import Dispatch, PrintBatch
from messaging.querysets import DispatchQuerySet
from messaging.subjects import Standing, standings

MOST = 1000
_BATCHES = 30
# Long texts that no list shows.
_HEAVY = ("variables", "body_text", "attachments_plan", "references")


@dataclass(frozen=True)
class Letter:
    dispatch: Dispatch
    standing: Standing

    @property
    def is_waiting(self) -> bool:
        return self.dispatch.state == DispatchState.HELD


@dataclass(frozen=True)
class Batch:
    """`letters` in their order, without any that has to be printed alone."""

    row: PrintBatch
    letters: list[Letter]

    @property
    def to_print(self) -> list[Letter]:
        """What the file holds for the printer: all of it, or what comes from the letter where it stopped."""
        start = self.row.resumed_from
        return [
            one for one in self.letters if not start or (one.is_waiting and (one.dispatch.batch_rank or 0) >= start)
        ]


@dataclass(frozen=True)
class TextCost:
    sent: int
    cents: Decimal


def waiting_letters(by: Actor, commune: Commune) -> list[Letter]:
    """Neither printed with others nor posted, oldest first; those to be printed alone come with them."""
    rows = Dispatch.objects.to_print_or_post().filter(commune=commune)
    found = _seen(by, rows[:MOST])
    return [one for one in found if one.dispatch.batch_id is None or one.standing.apart]


def returned_letters(by: Actor, commune: Commune, since: dt.date) -> list[Letter]:
    return _seen(by, Dispatch.objects.returned().filter(commune=commune, returned_on__gte=since)[:MOST])


def again_key(dispatch_id: int) -> str:
    """The cause of the second envelope of a letter that came back: one each, itself sent again if it comes back."""
    return f"again:{dispatch_id}"


def sent_again(letters: Iterable[Letter]) -> set[int]:
    """Primary keys of those that left again to a corrected address."""
    keys = {again_key(one.dispatch.pk): one.dispatch.pk for one in letters}
    return {keys[key] for key in Dispatch.objects.filter(key__in=keys).values_list("key", flat=True)}


def posted_letters(by: Actor, commune: Commune, *, subject_ref: str = "", registered_number: str = "") -> list[Letter]:
    """The letters of one request, or the one of a registered number, that the postman may bring back; latest first."""
    rows = Dispatch.objects.letters().filter(commune=commune, state=DispatchState.SENT, posted_on__isnull=False)
    wanted = {"subject_kind": "request", "subject_ref": subject_ref} if subject_ref else {}
    if registered_number:
        wanted = {"registered_number": registered_number}
    return _seen(by, rows.filter(**wanted).order_by("-posted_on", "-pk")[:_BATCHES]) if wanted else []


def letter(by: Actor, public_id: uuid.UUID | str) -> Letter | None:
    rows = Dispatch.objects.letters().filter(public_id=public_id, prepared_at__isnull=False)
    return next(iter(_seen(by, rows)), None)


def letters_named(by: Actor, public_ids: Iterable[str]) -> list[Letter]:
    rows = Dispatch.objects.letters().filter(public_id__in=list(public_ids), prepared_at__isnull=False)
    return _seen(by, rows.order_by("pk"))


def batches(by: Actor, commune: Commune, since: dt.datetime) -> list[Batch]:
    """Those of the day and those not posted yet, latest first, of which this agent sees every letter."""
    rows = PrintBatch.objects.filter(commune=commune).order_by("-pk")[:_BATCHES]
    shown = [row for row in rows if row.created_at >= since or row.state != BatchState.POSTED]
    return _batches(by, shown)


def batch(by: Actor, public_id: uuid.UUID | str) -> Batch | None:
    return next(iter(_batches(by, list(PrintBatch.objects.filter(public_id=public_id)))), None)


def texts_of_the_month(by: Actor, commune: Commune) -> TextCost:
    """How many text messages left since the first of the month, and what they cost: those of the whole town, and of
    the confidential ones those alone that this agent may know of."""
    first = calendar.today(commune).replace(day=1)
    left = Dispatch.objects.filter(
        commune=commune, channel=Channel.SMS, cost_cents__isnull=False, sent_at__date__gte=first
    )
    rows = left.filter(Q(confidential=False) | policies.visible_to(by))
    told = rows.aggregate(sent=Count("pk"), cents=Sum("cost_cents"))
    return TextCost(told["sent"], told["cents"] or Decimal(0))


def _seen(by: Actor, rows: DispatchQuerySet) -> list[Letter]:
    found = list(rows.select_related("from_service", "commune").defer(*_HEAVY))
    known = standings(by, found)
    return [Letter(row, known[row.pk]) for row in found if known[row.pk].visible]


def _batches(by: Actor, rows: list[PrintBatch]) -> list[Batch]:
    letters = Dispatch.objects.filter(batch__in=rows).order_by("batch_rank").select_related("from_service")
    found = list(letters.defer(*_HEAVY))
    known, everyone = standings(by, found), standings(Actor.system("messaging"), found)
    shown = []
    for row in rows:
        together = [one for one in found if one.batch_id == row.pk and not everyone[one.pk].apart]
        mine = row.made_by_ref is not None and row.made_by_ref == by.user_id
        if all(known[one.pk].visible for one in together) and (together or mine):
            shown.append(Batch(row, [Letter(one, known[one.pk]) for one in together]))
    return shown
