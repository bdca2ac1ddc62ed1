"""An abusive or automatic request is put aside, and taken up again when that was a mistake."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.errors import Refused
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind, SetAsideCause
from requests_app.models import ServiceRequest
from requests_app.operations import messages, saving, timeline, words
from requests_app.rules import alerts


@transaction.atomic
def set_aside(request_id: int, *, cause: str, reason: str, by: Actor, revision: int | None = None) -> ServiceRequest:
    """No acknowledgement is owed any more (CRPA L112-3); nobody is told. The reason stays in a note.

    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_set_aside(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.SET_ASIDE)
    if cause not in SetAsideCause.values:
        raise Refused(_("Dites si cette demande est abusive ou automatique."))
    why = words.required(reason, _("Dites pourquoi cette demande est écartée."))
    owed = service_request.ar_due
    service_request.ar_due = False
    service_request.closed_on = calendar.today(service_request.commune)
    service_request.next_alert_on = None
    saving.move(service_request, "phase", "ar_due", "closed_on", "next_alert_on", event=Kind.SET_ASIDE)
    note = messages.note(service_request, by=by, text=why)
    timeline.record(service_request, Kind.SET_ASIDE, by=by, note=note, data={"cause": cause, "ar_due": owed})
    outbox.publish("request.set_aside", request_id=service_request.pk)
    return service_request


@transaction.atomic
def restore(request_id: int, *, by: Actor, revision: int | None = None) -> ServiceRequest:
    """As it was: received, with the dates of its receipt. Raises Forbidden, Stale, IllegalMove."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_restore(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.RESTORE)
    last = service_request.timeline.filter(kind=Kind.SET_ASIDE).order_by("-pk").first()
    service_request.ar_due = bool(last and last.data.get("ar_due")) and service_request.ar_due_on is not None
    service_request.closed_on = None
    service_request.next_alert_on = _next_alert(service_request)
    saving.move(service_request, "phase", "ar_due", "closed_on", "next_alert_on", event=Kind.RESTORED)
    timeline.record(service_request, Kind.RESTORED, by=by)
    outbox.publish("request.restored", request_id=service_request.pk)
    return service_request


def _next_alert(service_request: ServiceRequest):
    start, today = service_request.received_on, calendar.today(service_request.commune)
    if service_request.procedure.is_system:
        due = service_request.ar_due_on if service_request.ar_due else None
        return alerts.qualify_on(start, due) if due else None
    return alerts.next_look(start, service_request.legal_due, today - alerts.DAY)
