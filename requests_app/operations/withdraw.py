"""The person gives up the request."""

from django.db import transaction

from core import calendar, outbox
from core.actor import Actor
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import saving, timeline


@transaction.atomic
def withdraw(request_id: int, *, by: Actor, revision: int | None = None) -> ServiceRequest:
    """By the person, or by an agent whom they told. Raises Forbidden, Stale, IllegalMove (already decided or ended)."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_withdraw(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.WITHDRAW)
    service_request.closed_on = calendar.today(service_request.commune)
    service_request.next_alert_on = None
    saving.move(service_request, "phase", "closed_on", "next_alert_on", event=Kind.WITHDRAWN)
    timeline.record(service_request, Kind.WITHDRAWN, by=by)
    outbox.publish("request.withdrawn", request_id=service_request.pk)
    return service_request
