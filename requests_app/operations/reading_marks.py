"""The decision was read: the first opening by the holder of the link is written down."""

from django.db import transaction

from core import calendar
from core.actor import Actor
from requests_app.enums import Kind
from requests_app.models import Decision, ServiceRequest
from requests_app.operations import saving, timeline


@transaction.atomic
def mark_decisions_read(request_id: int, *, by: Actor) -> int:
    """Stamps what was not read yet; returns how many. An information, not a proof of identity (L112-15)."""
    to_read = Decision.objects.filter(request=request_id, notified_at__isnull=True)
    if not to_read.exists():  # nearly every page shown: nothing to hold
        return 0
    service_request = ServiceRequest.objects.locked(request_id)
    unread = list(to_read.all())
    for decision in unread:
        decision.notified_at = calendar.now()
        decision.save(update_fields=["notified_at"])
        timeline.record(service_request, Kind.NOTIFIED, by=by, decision=decision)
    if unread:
        saving.settle(service_request, event=Kind.NOTIFIED)
    return len(unread)
