"""A letter on its way: printed, posted, come back; alone or with its batch."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.errors import IllegalMove, Refused
from messaging import policies
from messaging.enums import (
    BLAMES_THE_ADDRESS,
    AddressFault,
    BatchState,
    DispatchState,
    Outcome,
    ReturnReason,
)
from messaging.models import Dispatch, PrintBatch
from messaging.operations.mark_address import mark_address
from messaging.operations.settle import settle
from messaging.subjects import standings

_REGISTERED = re.compile(r"[0-9A-Z]{8,30}")


@transaction.atomic
def mark_printed(ids: Collection[int], *, by: Actor) -> int:
    """On paper, waiting for its envelope; printed once more, it is marked so. Returns how many were printed."""
    letters = [one for one in _mine(ids, by) if one.state == DispatchState.HELD]
    now = timezone.now()
    for letter in letters:
        letter.reprints += letter.printed_at is not None
        letter.printed_at = now
        letter.save(update_fields=["reprints", "printed_at"])
    for batch in _batches(letters):
        _follow(batch)
    return len(letters)


@transaction.atomic
def mark_posted(ids: Collection[int], *, posted_on: dt.date, registered_number: str = "", by: Actor) -> int:
    """Handed to the post on that day, which is the day an acknowledgement left. Returns how many were; one that was
    already posted stays as it is. Raises Refused."""
    letters = [one for one in _mine(ids, by) if one.state == DispatchState.HELD]
    number = _registered(registered_number, letters)
    for letter in letters:
        _require_day(letter, posted_on)
        letter.posted_on, letter.registered_number = posted_on, number or letter.registered_number
        letter.printed_at = letter.printed_at or timezone.now()
        letter.save(update_fields=["posted_on", "registered_number", "printed_at"])
        settle(letter.pk, Outcome.SENT, transport="post")
    for batch in _batches(letters):
        _follow(batch)
    return len(letters)


@transaction.atomic
def mark_returned(dispatch_id: int, reason: str, *, by: Actor, returned_on: dt.date | None = None) -> Dispatch:
    """The postman brought it back: the person is to be reached otherwise. Twice is once. Raises Refused, IllegalMove.

    The address is marked only where the reason speaks against it.
    """
    (letter,) = _mine([dispatch_id], by)
    if letter.returned_on is not None:
        return letter
    if letter.state != DispatchState.SENT or letter.posted_on is None:
        raise IllegalMove(_("Cette lettre n’a pas été postée : elle ne peut pas être revenue."))
    if reason not in ReturnReason.values:
        raise Refused(_("Choisissez le motif du retour, tel que le facteur l’a noté."))
    today = calendar.today(letter.commune)
    day = returned_on or today
    if not letter.posted_on <= day <= today:
        raise Refused(_("La date du retour est entre le jour où la lettre a été postée et aujourd’hui."))
    letter.state, letter.returned_on, letter.return_reason = DispatchState.BOUNCED, day, reason
    letter.last_error = _("Courrier revenu : %s.") % ReturnReason(reason).label
    letter.save(update_fields=["state", "returned_on", "return_reason", "last_error"])
    if reason in BLAMES_THE_ADDRESS:
        mark_address(letter, AddressFault.RETURNED, status="", reason=letter.last_error)
    outbox.publish("dispatch.returned", dispatch_id=letter.pk)
    return letter


@transaction.atomic
def note_registered(dispatch_id: int, registered_number: str, *, by: Actor) -> Dispatch:
    """It will leave registered: the number of its label is on the dispatch list. An empty one takes it back."""
    (letter,) = _mine([dispatch_id], by)
    if letter.state != DispatchState.HELD:
        raise IllegalMove(_("Cette lettre est déjà postée : son numéro ne change plus."))
    letter.registered_number = _registered(registered_number, [letter])
    letter.save(update_fields=["registered_number"])
    return letter


@transaction.atomic
def resume_batch(batch_id: int, *, from_rank: int, by: Actor) -> PrintBatch:
    """The printer stopped: letters before this one are printed, this one and those after come out again, marked.

    What was posted meanwhile is not printed twice. Raises Refused, Forbidden, IllegalMove.
    """
    batch = PrintBatch.objects.locked(batch_id)
    letters = _mine(batch.letters.values_list("pk", flat=True), by)
    if batch.state not in {BatchState.READY, BatchState.PRINTED}:
        raise IllegalMove(_("Ce lot n’est pas prêt à imprimer."))
    if not any(one.batch_rank == from_rank and one.state == DispatchState.HELD for one in letters):
        raise Refused(_("Le lot n’a pas de lettre n° %d à imprimer.") % from_rank)
    now = timezone.now()
    for letter in letters:
        if letter.state != DispatchState.HELD:
            continue
        again = (letter.batch_rank or 0) >= from_rank
        letter.reprints += again
        letter.printed_at = None if again else letter.printed_at or now
        letter.save(update_fields=["reprints", "printed_at"])
    batch.state, batch.resumed_from, batch.printed_at = BatchState.READY, from_rank, None
    batch.save(update_fields=["state", "resumed_from", "printed_at"])
    return batch


def _mine(ids: Collection[int], by: Actor) -> list[Dispatch]:
    """Locked in one order; another's letter does not exist. Raises Forbidden."""
    wanted = set(ids)
    rows = Dispatch.objects.filter(pk__in=wanted, prepared_at__isnull=False).letters().order_by("pk")
    letters = list(rows.select_for_update(of=("self",)).select_related("commune"))
    known = standings(by, letters)
    policies.require(len(letters) == len(wanted) and all(known[one.pk].visible for one in letters))
    return letters


def _registered(typed: str, letters: list[Dispatch]) -> str:
    number = "".join(typed.split()).upper()
    if not number:
        return ""
    if len(letters) > 1:
        raise Refused(_("Un numéro de recommandé vaut pour une seule lettre."))
    if not _REGISTERED.fullmatch(number):
        raise Refused(_("« %s » n’est pas un numéro de recommandé : il se lit sous le code à barres.") % typed[:40])
    return number


def _require_day(letter: Dispatch, day: dt.date) -> None:
    if day > calendar.today(letter.commune):
        raise Refused(_("La date d’envoi est dans le futur."))
    if day < calendar.local_date(letter.commune, letter.created_at):
        raise Refused(_("La date d’envoi est avant celle de la lettre."))


def _batches(letters: list[Dispatch]) -> list[PrintBatch]:
    ids = sorted({one.batch_id for one in letters if one.batch_id})
    return list(PrintBatch.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))


def _follow(batch: PrintBatch) -> None:
    """A batch is where the last of its letters is."""
    waiting = list(batch.letters.filter(state=DispatchState.HELD).values_list("printed_at", flat=True))
    if not waiting:
        batch.state = BatchState.POSTED
        batch.posted_on = batch.letters.order_by("-posted_on").values_list("posted_on", flat=True).first()
    elif all(waiting):
        batch.state = BatchState.PRINTED
    else:
        return
    batch.printed_at = batch.printed_at or timezone.now()
    batch.save(update_fields=["state", "posted_on", "printed_at"])
