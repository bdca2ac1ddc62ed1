"""The end of the work at the desk: filing, and what links it to the call."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app import contact_policies
from channels_app.enums import ContactOutcome
from channels_app.models import PhoneCall
from channels_app.operations import file_from_desk, record_contact
from citizens.mandates import acting_for
from citizens.models import Citizen, Mandate
from core import calendar
from core.actor import Actor
from core.errors import Refused
from core.models import Commune
from organisation.access import access_of
from organisation.models import Service
from procedures import doors
from procedures.enums import ChannelMeaning
from requests_app.models import ServiceRequest
from requests_app.operations import Reply

from . import desk_page
from .desk import DeskState
from .desk_form import DeskDraft


def meaning_of(desk: DeskDraft, state: DeskState) -> ChannelMeaning:
    return doors.meaning(desk.draft.procedure_version, state.situation)


def file(desk: DeskDraft, state: DeskState, citizen: Citizen | None, reply: Reply, by: Actor) -> ServiceRequest:
    """Under a mandate the request is the principal’s; whoever came is written beside it. Raises Refused."""
    notes = desk.notes
    mandate = _mandate(notes.get("_mandat", ""), citizen)
    asker = mandate.principal if mandate else citizen
    made = file_from_desk(
        desk.draft.pk,
        channel=state.situation,
        citizen_id=asker.pk if asker else None,
        reply=reply,
        received_on=desk_page.received_on(desk),
        mandate_id=mandate.pk if mandate else None,
        code=state.code,
        receipt_given=bool(state.code and notes.get(desk_page.GIVEN)),
        by=by,
    )
    _tell_the_call(made, state, by)
    return made


@transaction.atomic
def _tell_the_call(made: ServiceRequest, state: DeskState, by: Actor) -> None:
    """The call became a request: the log says so, once, where this agent may write it."""
    call_id = call_of(state, by)
    if call_id is None:
        return
    # Of two clicks the second waits here, then finds what the first one wrote.
    PhoneCall.objects.locked(call_id)
    if made.contacts.filter(call_id=call_id).exists():
        return
    if contact_policies.can_record(by, made.service_id, made):
        record_contact(
            channel=state.situation,
            service_id=made.service_id,
            subject=made.procedure.title,
            outcome=ContactOutcome.REQUEST,
            citizen_id=made.citizen_id,
            request_id=made.pk,
            call_id=call_id,
            by=by,
        )


def _mandate(value: str, citizen: Citizen | None) -> Mandate | None:
    """Revoked while the form was filled in, it is told: the request would else become that of whoever came."""
    if not value or citizen is None:
        return None
    held = acting_for(citizen, calendar.today(citizen.commune))
    found = next((one for one in held if str(one.public_id) == value), None)
    if found is None:
        raise Refused(_("Ce mandat n’est plus en cours. Dites de nouveau pour qui la personne agit."))
    return found


def call_of(state: DeskState, by: Actor) -> int | None:
    """The call of this page, if it is one this agent may know of."""
    try:
        wanted = uuid.UUID(state.call)
    except ValueError:
        return None
    call = PhoneCall.objects.visible_to(by).filter(public_id=wanted).first()
    return call.pk if call else None


def noting_service(named: Service, state: DeskState, desk: DeskDraft | None, commune: Commune, by: Actor) -> Service:
    """The service asked for, where this agent may note for it, else the agent’s own."""
    if contact_policies.can_record(by, named.pk, None):
        return named
    return service_of(state, desk, commune, by)


def service_of(state: DeskState, desk: DeskDraft | None, commune: Commune, by: Actor) -> Service:
    """Whose matter a contact was: the procedure’s, where the agent may note for it, else the agent’s own service."""
    access = access_of(by)
    version = desk.draft.procedure_version if desk else desk_page.seen_version(state, commune)
    named = version.procedure.service if version else None
    if named and (access.counter_ids or named.pk in access.service_ids):
        return named
    own = sorted(access.counter_ids or access.service_ids)
    return Service.objects.get(pk=own[0])
