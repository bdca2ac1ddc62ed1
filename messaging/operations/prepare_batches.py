"""Binding the letters of a batch: once, by one worker, and the letters go back to the pile when it cannot be done."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from documents.binding import Bound, bind
from files import reading
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import store_own
from messaging.conf import conf
from messaging.enums import BatchState
from messaging.models import Dispatch, PrintBatch
from messaging.operations.prepare import cause
from messaging.subjects import standings

logger = logging.getLogger(__name__)
_BY = Actor.system("messaging.print")


def prepare_batches() -> int:
    """Every batch that waits, oldest first; returns how many were taken in hand."""
    taken = 0
    while (batch := _take()) is not None:
        _prepare(batch)
        taken += 1
    return taken


@transaction.atomic
def _take() -> PrintBatch | None:
    """Counts a try and takes a lease, committed before the work."""
    now = timezone.now()
    due = PrintBatch.objects.due_for_preparation(now).select_for_update(skip_locked=True, of=("self",))
    batch = due.first()
    if batch is None:
        return None
    batch.attempts += 1
    batch.lease_until = now + dt.timedelta(seconds=conf().preparing_lease)
    batch.save(update_fields=["attempts", "lease_until"])
    return batch


def _prepare(batch: PrintBatch) -> None:
    if batch.attempts > conf().preparing_tries:
        _give_up(batch, _("La préparation du lot a été interrompue à chaque essai."))
        return
    try:
        letters = _letters(batch)
        bound = bind([_documents(letter) for letter in letters])
        _keep(batch, letters, bound)
    except Exception as error:  # noqa: BLE001 - whatever a PDF hides, the other batches go on
        logger.warning("print batch %s cannot be bound: %s", batch.pk, type(error).__name__)
        if batch.attempts >= conf().preparing_tries:
            _give_up(batch, cause(error))


@transaction.atomic
def _letters(batch: PrintBatch) -> list[Dispatch]:
    """In their order; one that has become confidential since goes back to the pile of those printed alone."""
    rows = list(batch.letters.select_for_update(of=("self",)).order_by("batch_rank"))
    known = standings(_BY, rows)
    apart = [row for row in rows if known[row.pk].apart]
    _release(apart)
    kept = [row for row in rows if not known[row.pk].apart]
    for rank, letter in enumerate(kept, start=1):
        letter.batch_rank = rank
        letter.save(update_fields=["batch_rank"])
    return kept


def _documents(letter: Dispatch) -> list[bytes]:
    stored = StoredFile.objects.of(OwnerKind.DISPATCH, letter.pk).order_by("pk").values_list("pk", flat=True)
    return [reading.open_file(pk, by=_BY).content for pk in stored]


@transaction.atomic
def _keep(taken: PrintBatch, letters: list[Dispatch], bound: Bound) -> None:
    batch = PrintBatch.objects.locked(taken.pk)
    if batch.state != BatchState.PREPARING or batch.attempts != taken.attempts:
        # A worker slower than its lease: another one has counted a new try.
        return
    if not letters:
        _fail(batch, _("Il ne reste aucune lettre à imprimer avec d’autres."))
        return
    store_own(
        bound.content,
        name=f"{batch.number}.pdf",
        content_type="application/pdf",
        commune_id=batch.commune_id,
        owner_kind=OwnerKind.PRINT_BATCH,
        owner_id=batch.pk,
        by=_BY,
    )
    for letter, first, pages in zip(letters, bound.first_pages, bound.page_counts, strict=True):
        letter.batch_first_page, letter.page_count = first, pages
    Dispatch.objects.bulk_update(letters, ["batch_first_page", "page_count"])
    batch.state, batch.prepared_at = BatchState.READY, timezone.now()
    batch.letter_count, batch.page_count = len(letters), sum(bound.page_counts)
    batch.lease_until, batch.last_error = None, ""
    batch.save()


@transaction.atomic
def _give_up(taken: PrintBatch, sentence: str) -> None:
    batch = PrintBatch.objects.locked(taken.pk)
    if batch.state == BatchState.PREPARING:
        _fail(batch, sentence)


def _fail(batch: PrintBatch, sentence: str) -> None:
    batch.state, batch.last_error, batch.lease_until = BatchState.FAILED, sentence, None
    batch.save(update_fields=["state", "last_error", "lease_until"])
    _release(list(batch.letters.select_for_update(of=("self",))))


def _release(letters: list[Dispatch]) -> None:
    for letter in letters:
        letter.batch, letter.batch_rank, letter.batch_first_page = None, None, None
        letter.save(update_fields=["batch", "batch_rank", "batch_first_page"])
