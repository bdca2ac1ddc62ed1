"""The mail room of the demonstration: a letter that came back, a batch ready to print; the rest waits."""

from __future__ import annotations

import datetime as dt

from core import calendar
from core.actor import Actor
from core.models import Commune
from files.enums import OwnerKind
from files.models import StoredFile
from grc.seeding.clock import clock_at
from messaging import operations as messaging
from messaging.enums import DispatchState, Outcome, ReturnReason
from messaging.models import Dispatch

_BY = Actor.system("seed_demonstration")
_A_DAY = dt.timedelta(days=1)
_POSTMAN = dt.timedelta(days=3)


def lay_out_the_mail(commune: Commune) -> None:
    """From the letters of the stories: the oldest one posted comes back, those that wait make the batch."""
    _post_what_has_no_paper(commune)
    posted = Dispatch.objects.letters().filter(commune=commune, state=DispatchState.SENT, confidential=False)
    back = posted.order_by("posted_on", "pk").first()
    if back is not None and back.posted_on is not None:
        day = min(back.posted_on + _POSTMAN, calendar.today(commune))
        messaging.mark_returned(back.pk, ReturnReason.UNKNOWN, by=_BY, returned_on=day)
    first = Dispatch.objects.to_print_or_post().filter(commune=commune, confidential=False).first()
    if first is not None and first.service_id_ref is not None:
        messaging.make_print_batch(commune_id=commune.pk, service_ids={first.service_id_ref}, by=_BY)
        messaging.prepare_batches()


def _post_what_has_no_paper(commune: Commune) -> None:
    """The oldest letters were never laid out: they left the day after they were written."""
    kept = StoredFile.objects.filter(owner_kind=OwnerKind.DISPATCH).values("owner_id")
    for letter in Dispatch.objects.to_print_or_post().filter(commune=commune).exclude(pk__in=kept):
        with clock_at(letter.created_at + _A_DAY):
            messaging.settle(letter.pk, Outcome.SENT, transport="post")
