"""The desk doors (phone, counter, letter): the same form, number, clocks and receipt as the site."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.models import ReservedCode
from channels_app.operations import filing, reserved
from channels_app.operations.open_desk_draft import told_elsewhere
from channels_app.rules import desk
from citizens.models import Citizen
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from procedures.doors import refusal
from procedures.form_engine import Form, person_name, requester
from requests_app import policies
from requests_app.models import Draft, ServiceRequest
from requests_app.operations import (
    Arrival,
    Reply,
    issue_acknowledgement,
    record_handed_receipt,
    register_request,
)


@transaction.atomic
def file_from_desk(
    draft_id: int,
    *,
    channel: str,
    citizen_id: int | None,
    reply: Reply,
    received_on: dt.date | None = None,
    mandate_id: int | None = None,
    code: str = "",
    receipt_given: bool = False,
    by: Actor,
) -> ServiceRequest:
    """Typed by an agent for a person: checked as on the site, registered and acknowledged at once, all or nothing.

    ``received_on`` earlier than today for a letter or a blank form of the continuity pack (``code``), whose tear-off
    receipt may have been given (``receipt_given``: no second acknowledgement). ``mandate_id``: who came acts for the
    person. Sent twice, the same request comes back. Raises Refused with what is missing; nothing typed is lost.
    """
    policies.require(policies.can_use_desk(by))
    draft = filing.locked(draft_id)
    if draft.request is not None:
        return draft.request
    version = draft.procedure_version
    if sentence := refusal(version, channel):
        raise Refused(sentence)
    kept_code = reserved.locked(code, version) if code else None
    if receipt_given and kept_code is None:
        raise Refused(_("Le récépissé détachable n’existe que sur un formulaire de continuité : donnez son code."))
    day = _day(draft, channel, received_on, kept_code)
    form = Form.from_definition(version.definition)
    filing.require_complete(form, draft, channel)
    citizen = _citizen(draft, form, citizen_id, by)
    hidden = told_elsewhere(draft, _people(draft, citizen), sent_to=reply.email, by=by)
    mandate = filing.mandate_in_force(mandate_id, citizen, version.procedure, day) if mandate_id else None
    made = register_request(
        procedure_version_id=version.pk,
        channel=channel,
        answers={key: value for key, value in draft.answers.items() if key not in hidden},
        citizen_id=citizen.pk if citizen else None,
        reply=_reply(reply, form, draft, citizen),
        received_on=day,
        draft_id=draft.pk,
        file_ids=filing.files(form, draft),
        location=filing.location(draft, form),
        arrival=Arrival(
            entered_by=by.ref,
            filed_by_id=mandate.mandatary_id if mandate else None,
            mandate_id=mandate.pk if mandate else None,
            deposit_code=kept_code.code if kept_code else "",
        ),
        by=by,
    )
    if kept_code is not None:
        reserved.use(kept_code, made)
    if receipt_given:
        record_handed_receipt(made.pk, on=day, by=by)
    else:
        issue_acknowledgement(made.pk)
    made.refresh_from_db()
    return made


def _day(draft: Draft, channel: str, received_on: dt.date | None, kept_code: ReservedCode | None) -> dt.date:
    """The day the person came or wrote: in the past for paper only, never before the form was printed."""
    printed_on = calendar.local_date(draft.commune, kept_code.reserved_at) if kept_code else None
    return desk.received_day(received_on, channel=channel, today=calendar.today(draft.commune), printed_on=printed_on)


def _citizen(draft: Draft, form: Form, citizen_id: int | None, by: Actor) -> Citizen | None:
    """The person found or created at the desk; else whoever the answers name, as on the site."""
    if citizen_id is None:
        return filing.person_of(draft, requester(form, draft.answers), by)
    found = Citizen.objects.select_related("canonical").filter(pk=citizen_id, commune_id=draft.commune_id).first()
    if found is None:
        raise Refused(_("Cette personne n’est plus au fichier. Cherchez-la de nouveau."))
    return found.canonical or found


def _people(draft: Draft, citizen: Citizen | None) -> set[int]:
    """Whose card filled the form: who asks, and under a mandate who came."""
    return {pk for pk in (citizen.pk if citizen else None, draft.citizen_id) if pk is not None}


def _reply(reply: Reply, form: Form, draft: Draft, citizen: Citizen | None) -> Reply:
    """The way the person chose, made whole; a text message or a call is a notice, never the receipt (L112-3)."""
    asker = requester(form, draft.answers)
    name = reply.name or (citizen.letter_name if citizen else person_name(asker.identity) if asker.identity else "")
    desk.require_way(reply.channel, email=reply.email, postal=reply.postal)
    refuses_email = reply.no_email_answer or reply.channel in (Channel.POST, Channel.COUNTER)
    return dataclasses.replace(reply, name=name, no_email_answer=refuses_email)
