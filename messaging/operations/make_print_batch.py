"""The letters of the day, gathered in one batch; a worker then binds them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, trail
from core.actor import Actor
from core.errors import Refused
from core.models import Commune
from messaging.models import Dispatch, PrintBatch, PrintBatchCounter
from messaging.operations.waking import wake_batches
from messaging.rules.postal_order import order_key
from messaging.subjects import standings

# More would fill a tray of any printer; the rest makes the next batch.
MOST_LETTERS = 400


@transaction.atomic
def make_print_batch(*, commune_id: int, service_ids: Collection[int] | None = None, by: Actor) -> PrintBatch:
    """Every letter that waits and that this agent sees, in the order of addresses; never one kept apart.

    A letter is in one batch: of two agents at the same instant, the second takes what is left. Raises Refused.
    """
    letters = _chosen(commune_id, service_ids, by)
    if not letters:
        raise Refused(_("Aucune lettre n’attend d’être imprimée avec d’autres."))
    commune = Commune.objects.get(pk=commune_id)
    batch = PrintBatch.objects.create(
        commune=commune,
        number=f"provisoire-{letters[0].pk}",
        service_ids=sorted({one.service_id_ref for one in letters if one.service_id_ref}),
        letter_count=len(letters),
        made_by_ref=by.user_id,
    )
    for rank, letter in enumerate(letters, start=1):
        letter.batch, letter.batch_rank = batch, rank
    Dispatch.objects.bulk_update(letters, ["batch", "batch_rank"])
    trail.record(by, trail.Verb.EXPORT, "print_batch", batch.pk, letters=len(letters))
    batch.number = _next_number(commune)
    batch.save(update_fields=["number"])
    transaction.on_commit(wake_batches, robust=True)
    return batch


def _chosen(commune_id: int, service_ids: Collection[int] | None, by: Actor) -> list[Dispatch]:
    waiting = Dispatch.objects.to_print_or_post().filter(
        commune_id=commune_id, batch__isnull=True, printed_at__isnull=True
    )
    if service_ids is not None:
        waiting = waiting.filter(service_id_ref__in=service_ids)
    rows = list(waiting.select_for_update(of=("self",)))
    known = standings(by, rows)
    mine = [row for row in rows if known[row.pk].visible and not known[row.pk].apart]
    return sorted(mine[:MOST_LETTERS], key=lambda row: order_key(row.to_address, row.to_name))


def _next_number(commune: Commune) -> str:
    """« E-2026-00042 », without gaps: the locked counter is taken last, so that it is held the shortest time."""
    year = calendar.today(commune).year
    PrintBatchCounter.objects.get_or_create(commune=commune, year=year)
    counter = PrintBatchCounter.objects.select_for_update(of=("self",)).get(commune=commune, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"E-{year}-{counter.last:05d}"
