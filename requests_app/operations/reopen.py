"""A closed or withdrawn request starts again, with the reason in a note."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import messages, saving, timeline, words
from requests_app.rules import alerts
from requests_app.rules.deadlines import DEFAULT_TARGET


@transaction.atomic
def reopen(request_id: int, *, reason: str, by: Actor, revision: int | None = None) -> ServiceRequest:
    """In progress again: the legal dates stay those of the first receipt, the service gives itself a month.

    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_reopen(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.REOPEN)
    why = words.required(reason, _("Dites pourquoi la demande est rouverte."))
    today = calendar.today(service_request.commune)
    service_request.closed_on = None
    service_request.target_on = today + DEFAULT_TARGET
    if service_request.decided_on is None:
        service_request.next_alert_on = alerts.next_look(service_request.received_on, service_request.legal_due, today)
    saving.move(service_request, "phase", "closed_on", "target_on", "next_alert_on", event=Kind.REOPENED)
    note = messages.note(service_request, by=by, text=why)
    timeline.record(service_request, Kind.REOPENED, by=by, note=note)
    outbox.publish("request.reopened", request_id=service_request.pk)
    return service_request
