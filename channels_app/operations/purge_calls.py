"""Calls are forgotten after a year; what was noted of them stays with its own duration."""

from django.db import transaction

from channels_app.models import PhoneCall
from channels_app.privacy_calls import CALLS_KEPT
from core import calendar


@transaction.atomic
def purge_calls() -> int:
    """Returns how many calls went, with their events."""
    _all, by_model = PhoneCall.objects.older_than(calendar.now() - CALLS_KEPT).delete()
    return by_model.get("channels_app.PhoneCall", 0)
