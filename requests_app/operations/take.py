"""An agent takes a request in charge: work begins."""

from django.db import transaction

from core import outbox
from core.actor import Actor
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import saving, timeline


@transaction.atomic
def take(request_id: int, *, by: Actor, revision: int | None = None) -> ServiceRequest:
    """The request is mine, and in progress if nobody had begun. Raises Forbidden, Stale, IllegalMove."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_take(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.TAKE)
    service_request.assigned_to_id = by.user_id
    saving.move(service_request, "phase", "assigned_to", event=Kind.TAKEN)
    timeline.record(service_request, Kind.TAKEN, by=by)
    outbox.publish("request.assigned", request_id=service_request.pk)
    return service_request
