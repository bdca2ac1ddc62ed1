"""What arrived without a procedure becomes a request of one: dates from the receipt, the right service, its proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.enums import Channel
from core.errors import IllegalMove, Refused
from organisation import presence
from organisation.models import Service
from procedures import routing
from procedures.enums import ChannelMeaning
from procedures.form_engine import Form
from procedures.models import ProcedureVersion
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import regime, saving, timeline
from requests_app.rules import alerts
from requests_app.rules.carrying import carried
from requests_app.rules.deadlines import acknowledgement_due, target_date

LINKS = ("circuit", "procedure__commune", "procedure__service__sector", "procedure__service__legal_entity")
FIELDS = (
    "procedure", "procedure_version", "circuit_version", "answers", "arrival_answers", "arrival_version",
    "confidential", "notice_version", "service", "assigned_to", "routing_reason", "priority", "phase", "ar_due",
    "ar_due_on", "target_on", "next_alert_on",
)  # fmt: skip


@transaction.atomic
def qualify(
    request_id: int,
    *,
    procedure_version_id: int,
    by: Actor,
    revision: int | None = None,
    accept_email: bool = False,
) -> ServiceRequest:
    """The regime runs from the day of receipt, not from today; the acknowledgement leaves on ``request.qualified``.

    Where e-mail does not seize the town for this procedure (L112-9), no clock starts and the fact tells the handler
    to point to the right doors, unless the agent accepts the mail all the same.
    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_qualify(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.QUALIFY)
    if not service_request.procedure.is_system:
        raise IllegalMove(_("Cette demande est déjà qualifiée : « %s ».") % service_request.procedure.title)
    version = _version(service_request, procedure_version_id)
    seized = accept_email or seizes(service_request.channel, version)
    _become(service_request, version)
    came_from = _route(service_request, version)
    _set_dates(service_request, version, seized=seized, accepted=accept_email)
    saving.move(service_request, *FIELDS, *regime.FIELDS, event=Kind.QUALIFIED)
    saving.index(service_request)
    timeline.record(
        service_request,
        Kind.QUALIFIED,
        by=by,
        effective_on=service_request.received_on,
        data={"version": version.pk, "from": came_from, "service": service_request.service_id, "seized": seized},
    )
    outbox.publish("request.qualified", request_id=service_request.pk, procedure_id=version.procedure_id, seized=seized)
    if service_request.service_id != came_from:
        outbox.publish("request.routed", request_id=service_request.pk)
    return service_request


def seizes(channel: str, version: ProcedureVersion) -> bool:
    """Whether what came by this door starts the clocks of this procedure."""
    doors = version.definition.get("channels", {})
    return channel != Channel.EMAIL or doors.get("email", ChannelMeaning.FILES) == ChannelMeaning.FILES


def _version(service_request: ServiceRequest, procedure_version_id: int) -> ProcedureVersion:
    """Today’s version of a real procedure of this town: an older page must not bring an old regime."""
    version = (
        ProcedureVersion.objects.select_related(*LINKS)
        .filter(pk=procedure_version_id, procedure__commune_id=service_request.commune_id, procedure__is_system=False)
        .first()
    )
    if version is None or version.procedure.current_id != version.pk:
        raise Refused(_("Cette démarche n’est plus proposée : choisissez-en une autre."))
    return version


def _become(service_request: ServiceRequest, version: ProcedureVersion) -> None:
    arrival = service_request.procedure_version
    old, new = Form.from_definition(arrival.definition), Form.from_definition(version.definition)
    service_request.arrival_version, service_request.arrival_answers = arrival, service_request.answers
    service_request.answers = new.relevant(carried(old, new, service_request.answers))
    service_request.procedure, service_request.procedure_version = version.procedure, version
    service_request.circuit_version, service_request.notice_version = version.circuit, version.notice_version
    service_request.confidential = version.procedure.confidential or version.confidential


def _route(service_request: ServiceRequest, version: ProcedureVersion) -> int:
    """By the rules of the procedure; returns the service it leaves. Its agent keeps it only if it stays."""
    came_from = service_request.service_id
    route = routing.route(version, service_request.answers, None, service_request.channel)
    active = Service.objects.select_related("sector", "legal_entity").filter(
        commune_id=service_request.commune_id, is_active=True
    )
    target = active.filter(code=route.service_code).first() or version.procedure.service
    service_request.service = target
    service_request.routing_reason = route.reason[:500]
    service_request.priority = (route.priority or "")[:10]
    if target.pk != came_from or service_request.confidential:
        service_request.assigned_to = None
    return came_from


def _set_dates(service_request: ServiceRequest, version: ProcedureVersion, *, seized: bool, accepted: bool) -> None:
    """What was not owed at arrival (an old mail, an automatic one) is not owed now, unless the agent accepts it."""
    start, commune = service_request.received_on, service_request.commune
    owed = service_request.ar_due or accepted
    if seized:
        regime.copy(service_request, version)
    service_request.ar_due = version.ar_due and seized and owed and not service_request.is_anonymous
    service_request.ar_due_on = acknowledgement_due(start, commune) if service_request.ar_due else None
    closed = presence.closed_on(service_request.service)
    service_request.target_on = target_date(version.definition, start, commune, closed)
    today = calendar.today(commune)
    # The day before, so that an alert which falls today is written by the next sweep.
    service_request.next_alert_on = alerts.next_look(start, service_request.legal_due, today - alerts.DAY)


def unanswered(service_request: ServiceRequest) -> list[str]:
    """Labels of the questions of the form that what arrived does not answer."""
    form = Form.from_definition(service_request.procedure_version.definition)
    missing: Mapping[str, Any] = {
        key: text for errors in form.clean_all(service_request.answers).values() for key, text in errors.items()
    }
    return [str(field.label) for field in form.fields if field.key in missing and field.kind != "attestation"]
