"""The papers of the mail room: one letter, a batch for the printer, its dispatch list. Each reading is recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, trail
from core.actor import Actor
from core.errors import Refused
from core.models import Commune
from documents.binding import joined, take
from documents.letters import render_dispatch_list
from files import reading
from files.enums import OwnerKind
from files.models import StoredFile
from messaging.letter_queries import Batch
from messaging.models import Dispatch
from messaging.rules.postal_order import town_of


def letter_pdf(dispatch: Dispatch, *, by: Actor) -> bytes:
    """The letter and what goes in its envelope. Raises Forbidden, or Refused when it has no paper yet."""
    stored = StoredFile.objects.of(OwnerKind.DISPATCH, dispatch.pk).order_by("pk").values_list("pk", flat=True)
    documents = [reading.open_file(pk, by=by).content for pk in stored]
    if not documents:
        raise Refused(_("Cette lettre n’a pas de document à imprimer."))
    return joined(documents)


def batch_pdf(batch: Batch, *, by: Actor) -> bytes:
    """Every letter of the batch that may still be printed with others, or those from where the printer stopped."""
    stored = StoredFile.objects.of(OwnerKind.PRINT_BATCH, batch.row.pk).order_by("-pk").first()
    wanted = [one.dispatch for one in batch.to_print]
    if stored is None or not wanted:
        raise Refused(_("Ce lot n’a rien à imprimer."))
    content = reading.open_file(stored.pk, by=by).content
    ranges = [(one.batch_first_page or 0, one.page_count or 0) for one in wanted]
    whole = sum(count for _first, count in ranges) == batch.row.page_count
    return content if whole else take(content, ranges)


def dispatch_list(batch: Batch, *, by: Actor) -> bytes:
    """What is handed to the post with the letters: their rank, name, town and registered number."""
    commune = Commune.objects.get(pk=batch.row.commune_id)
    rows = [
        {
            "rank": one.dispatch.batch_rank,
            "name": one.dispatch.to_name,
            "town": town_of(one.dispatch.to_address),
            "number": one.standing.number,
            "registered": one.dispatch.registered_number,
            "reprinted": one.dispatch.reprints > 0,
            "posted_on": one.dispatch.posted_on.isoformat() if one.dispatch.posted_on else "",
        }
        for one in batch.letters
    ]
    with transaction.atomic():
        trail.record(by, trail.Verb.EXPORT, "print_batch", batch.row.pk, letters=len(rows), document="list")
    made_on = calendar.local_date(commune, batch.row.created_at).isoformat()
    return render_dispatch_list(rows, number=batch.row.number, made_on=made_on, commune=commune)
