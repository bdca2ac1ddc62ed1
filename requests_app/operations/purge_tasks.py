"""A call to make, once done and of no request, is forgotten a year later; with a request, it goes with it."""

import datetime as dt

from django.db import transaction

from core import calendar
from requests_app.models import Task

KEEP_DONE = dt.timedelta(days=365)
BATCH = 1000


def purge_tasks() -> int:
    """Returns how many went, open ones never. A batch at a time: killed at any point, the next run goes on."""
    gone = 0
    while batch := _some():
        gone += _forget(batch)
    return gone


def _some() -> list[int]:
    old = Task.objects.filter(request=None, done_at__lt=calendar.now() - KEEP_DONE)
    return list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _forget(pks: list[int]) -> int:
    return Task.objects.filter(pk__in=pks, request=None).delete()[1].get("requests_app.Task", 0)
