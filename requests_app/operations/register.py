"""Registering a request: everything that is true once a person has asked, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from citizens.models import Citizen
from core import calendar, numbers, outbox
from core.actor import Actor
from core.batch import remembered
from core.codes import new_deposit_code
from core.enums import Channel
from core.errors import Refused
from core.models import Commune
from files.enums import OwnerKind
from organisation import presence
from organisation.models import Service
from organisation.operations import Location
from procedures import circuits, routing
from procedures.models import ProcedureVersion
from procedures.published import form_of
from requests_app import acknowledging, protected
from requests_app.enums import AcknowledgementKind, Kind, Phase
from requests_app.models import Acknowledgement, Draft, ServiceRequest
from requests_app.operations import messages, regime, saving, timeline
from requests_app.operations.draft import KEEP_SENT
from requests_app.operations.follow_protection import title_of
from requests_app.rules import alerts
from requests_app.rules.deadlines import acknowledgement_due, next_due, situation_of, target_date
from requests_app.rules.place import place_of

# Filing on these doors is an electronic sending: it gets a registration receipt at once (L112-11, R112-11-2).
ELECTRONIC = frozenset({Channel.WEB, Channel.EMAIL, Channel.API})


@dataclass(frozen=True)
class Reply:
    """How the person wants the answer; the address of the sending, apart from the profile (R112-11-4)."""

    channel: str = Channel.EMAIL
    email: str = ""
    name: str = ""
    postal: str = ""
    phone: str = ""
    no_email_answer: bool = False


@dataclass(frozen=True)
class Arrival:
    """What the door knows and the form does not.

    ``service_id`` is the service whose mailbox it came in, ``reason`` why in words. ``acknowledge`` is False where
    nothing automatic may answer: an automatic mail, a mail older than the opening of its mailbox. ``seizes`` is
    False where this door does not seize the town for the matter (L112-9): no clock starts. ``confidential``: what
    comes by this door is so before anybody has qualified it. ``mail_id`` is the Message-ID of the mail of the person,
    so that the receipt answers it. At the desk: ``entered_by`` is the agent who typed (primary key as text),
    ``filed_by_id`` who came for the person, ``mandate_id`` by which mandate; ``deposit_code`` was printed on a blank
    form in advance. ``receipt`` is False where the sending has its registration receipt already: it was split.
    """

    service_id: int | None = None
    reason: str = ""
    acknowledge: bool = True
    seizes: bool = True
    confidential: bool = False
    mail_id: str = ""
    entered_by: str = ""
    filed_by_id: int | None = None
    mandate_id: int | None = None
    deposit_code: str = ""
    receipt: bool = True


@transaction.atomic
def register_request(
    *,
    procedure_version_id: int,
    channel: str,
    answers: Mapping[str, Any],
    by: Actor,
    received_on: dt.date | None = None,
    received_at: dt.datetime | None = None,
    citizen_id: int | None = None,
    reply: Reply | None = None,
    draft_id: int | None = None,
    file_ids: Iterable[int] = (),
    location: Location | None = None,
    arrival: Arrival | None = None,
) -> ServiceRequest:
    """Number, codes, routing, regime, dates, story, receipt, search entry and fact: all or nothing.

    The same draft gives the same request, however often and from how many tabs it is sent. Raises Refused.
    """
    draft = _locked_draft(draft_id)
    if draft is not None and draft.request is not None:
        return draft.request
    version = version_to_file(procedure_version_id)
    door = arrival or Arrival()
    now = calendar.now()
    at = received_at or now
    service_request = ServiceRequest(
        commune=version.procedure.commune,
        channel=channel,
        citizen=Citizen.objects.get(pk=citizen_id) if citizen_id else None,
        received_at=at,
        received_on=received_on or calendar.local_date(version.procedure.commune, at),
        recorded_at=now,
        last_event_at=now,
    )
    _describe(service_request, version, answers, reply or Reply(), location)
    service_request.confidential |= door.confidential
    service_request.entered_by = door.entered_by
    service_request.filed_by_id, service_request.mandate_id = door.filed_by_id, door.mandate_id
    is_protected = protected.is_protected(service_request)
    service_request.title = title_of(service_request, is_protected=is_protected)
    service_request.deposit_code = door.deposit_code or new_deposit_code()
    _route(service_request, version, location, door)
    _set_dates(service_request, version, door)
    service_request.number = numbers.next_request_number(service_request.commune_id, service_request.received_on.year)
    service_request.save()
    joined = list(file_ids)
    messages.join(joined, OwnerKind.REQUEST, service_request.pk, from_draft_id=draft_id)
    if draft is not None:
        _close_draft(draft, service_request)
    _tell(service_request, by, door, with_files=bool(joined))
    saving.index(service_request, is_protected=is_protected)
    outbox.publish("request.registered", request_id=service_request.pk)
    return service_request


def _locked_draft(draft_id: int | None) -> Draft | None:
    if draft_id is None:
        return None
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise Refused(_("Ce brouillon n’existe plus. Recommencez la démarche : elle prend quelques minutes."))
    return draft


def version_to_file(procedure_version_id: int) -> ProcedureVersion:
    """With all that registering asks of it, read once a web request or a batch."""
    return remembered(("version", procedure_version_id), lambda: _read_version(procedure_version_id))


def _read_version(procedure_version_id: int) -> ProcedureVersion:
    links = ("circuit", "procedure__commune", "procedure__service__sector", "procedure__legal_entity")
    found = ProcedureVersion.objects.select_related(*links).defer("procedure__commune__map_layer")
    return found.get(pk=procedure_version_id)


def _describe(
    service_request: ServiceRequest,
    version: ProcedureVersion,
    answers: Mapping[str, Any],
    reply: Reply,
    location: Location | None,
) -> None:
    form = form_of(version)
    place = place_of(form, answers)
    service_request.procedure, service_request.procedure_version = version.procedure, version
    service_request.circuit_version = version.circuit
    service_request.current_step = circuits.step_for(version.circuit, Phase.RECEIVED)
    service_request.title = (form.subject(answers) or version.procedure.title)[:200]
    service_request.answers = form.relevant(answers)
    service_request.confidential = version.procedure.confidential or version.confidential
    service_request.address_text = place.words[:300]
    service_request.lat, service_request.lon = place.lat, place.lon
    service_request.ward = location.ward if location else None
    service_request.reply_channel, service_request.reply_email = reply.channel, reply.email
    service_request.reply_name, service_request.reply_postal = reply.name[:200], reply.postal[:400]
    service_request.reply_phone = reply.phone[:30]
    service_request.no_email_answer = reply.no_email_answer
    service_request.notice_version = version.notice_version


def _route(
    service_request: ServiceRequest, version: ProcedureVersion, location: Location | None, door: Arrival
) -> None:
    """The rule that fired, in words; a code that names no active service falls back on the procedure’s own."""
    commune = service_request.commune
    if door.service_id and (chosen := _active_service(commune, pk=door.service_id)):
        service_request.service, service_request.routing_reason = chosen, door.reason[:500]
        return
    route = routing.route(version, service_request.answers, location, service_request.channel)
    service_request.service = _routed_service(commune, route.service_code, version.procedure.service)
    service_request.routing_reason = route.reason[:500]
    service_request.priority = (route.priority or "")[:10]


def _routed_service(commune: Commune, code: str, own: Service) -> Service:
    own.commune = commune
    if own.is_active and own.code == code:
        return own
    return _active_service(commune, code=code) or own


def _active_service(commune: Commune, **named: object) -> Service | None:
    service = remembered(("service", commune.pk, *named.items()), lambda: _read_service(commune, **named))
    if service is not None:
        service.commune = commune
    return service


def _read_service(commune: Commune, **named: object) -> Service | None:
    active = Service.objects.select_related("sector", "legal_entity").filter(commune=commune, is_active=True)
    return active.filter(**named).first()


def _set_dates(service_request: ServiceRequest, version: ProcedureVersion, door: Arrival) -> None:
    """The regime of the version, copied at receipt and never recomputed.

    What nobody has qualified has no regime yet: no legal date, but its acknowledgement is due (R112-11-3), so that
    it is qualified within ten working days; then its dates run from the receipt.
    """
    if not version.procedure.is_system:
        regime.copy(service_request, version)
    # Nobody said who they are nor where to write: there is no one to acknowledge to (L112-9 asks for identification).
    owed = door.acknowledge and door.seizes
    service_request.ar_due = version.ar_due and owed and not service_request.is_anonymous
    if service_request.ar_due:
        service_request.ar_due_on = acknowledgement_due(service_request.received_on, service_request.commune)
    closed = presence.closed_on(service_request.service)
    service_request.target_on = target_date(
        version.definition, service_request.received_on, service_request.commune, closed
    )
    service_request.next_due_on, _due = next_due(situation_of(service_request))
    # A letter registered late may have alerts behind it: the first sweep writes them.
    start = service_request.received_on
    service_request.next_alert_on = alerts.next_look(start, service_request.legal_due, start)
    if version.procedure.is_system and service_request.ar_due_on:
        service_request.next_alert_on = alerts.qualify_on(start, service_request.ar_due_on)


def _close_draft(draft: Draft, service_request: ServiceRequest) -> None:
    """The draft keeps naming its request, so that a replay finds it; its words now live in the request."""
    draft.request = service_request
    draft.answers, draft.raw = {}, {}
    draft.expires_on = service_request.received_on + KEEP_SENT
    draft.save(update_fields=["request", "answers", "raw", "expires_on"])


def _tell(service_request: ServiceRequest, by: Actor, door: Arrival, *, with_files: bool) -> None:
    at, on = service_request.received_at, service_request.received_on
    data = {"mail_id": door.mail_id, "filed_by": door.filed_by_id, "mandate": door.mandate_id}
    known = {name: value for name, value in data.items() if value}
    routed = {"service": service_request.service_id, "priority": service_request.priority}
    story = [
        timeline.entry(service_request, Kind.REGISTERED, by=by, occurred_at=at, effective_on=on, data=known),
        timeline.entry(service_request, Kind.ROUTED, by=Actor.system("routing"), data=routed),
    ]
    if service_request.channel in ELECTRONIC and door.acknowledge and door.receipt:
        _write_receipt(service_request, with_files=with_files)
        story.append(timeline.entry(service_request, Kind.ACK_REGISTERED, by=Actor.system("register")))
    timeline.record_all(story)


def _write_receipt(service_request: ServiceRequest, *, with_files: bool) -> None:
    mentions = acknowledging.registration_mentions(service_request, with_files=with_files)
    Acknowledgement.objects.create(
        request=service_request,
        kind=AcknowledgementKind.AEE,
        issued_at=calendar.now(),
        channel=Channel.EMAIL if service_request.channel == Channel.EMAIL else Channel.WEB,
        address=service_request.reply_email,
        mentions=mentions,
        content_sha256=acknowledging.fingerprint(mentions),
    )
