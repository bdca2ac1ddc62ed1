"""A call or a visit that opened no request is forgotten after three years; with a request, it goes with it."""

from django.db import transaction

from channels_app.models import Contact
from channels_app.privacy_calls import CONTACTS_KEPT
from core import calendar

BATCH = 1000


def purge_contacts() -> int:
    """Returns how many went. A batch at a time: killed at any point, the next run goes on."""
    gone = 0
    while batch := _some():
        gone += _forget(batch)
    return gone


def _some() -> list[int]:
    old = Contact.objects.filter(request=None, at__lt=calendar.now() - CONTACTS_KEPT)
    return list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _forget(pks: list[int]) -> int:
    return Contact.objects.filter(pk__in=pks, request=None).delete()[0]
