"""A call or a visit that opens no request is remembered: subject and outcome."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app import call_policies, contact_policies
from channels_app.enums import ContactDirection, ContactOutcome
from channels_app.models import Contact, PhoneCall
from channels_app.operations.storable import storable
from citizens.models import Citizen
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Forbidden, Refused
from organisation.models import Service
from requests_app.models import ServiceRequest


@transaction.atomic
def record_contact(
    *,
    channel: str,
    service_id: int,
    subject: str,
    outcome: str,
    by: Actor,
    direction: str = ContactDirection.IN,
    citizen_id: int | None = None,
    request_id: int | None = None,
    call_id: int | None = None,
    confidential: bool = False,
    at: dt.datetime | None = None,
) -> Contact:
    """``service_id``: whose matter it was. Confidential as soon as the request or the person is.

    The person is then written on the call too: an agent said who it was. Raises Refused, Forbidden.
    """
    said = " ".join(storable(subject).split())[:300]
    if not said:
        raise Refused(_("Dites en quelques mots l’objet du contact."))
    service = Service.objects.get(pk=service_id)
    request = ServiceRequest.objects.filter(pk=request_id).first() if request_id else None
    if (request_id and request is None) or not contact_policies.can_record(by, service_id, request):
        raise Forbidden(_("Cette demande n’existe pas, ou elle n’est pas ouverte à vos services."))
    citizen = Citizen.objects.get(pk=citizen_id) if citizen_id else (request.citizen if request else None)
    if citizen_id and citizen is not None and not contact_policies.can_name(by, citizen):
        raise Forbidden(_("Cette fiche n’existe pas ou vous n’avez pas le droit de l’ouvrir."))
    return Contact.objects.create(
        commune_id=service.commune_id,
        channel=Channel(channel),
        direction=ContactDirection(direction),
        at=at or calendar.now(),
        citizen=citizen,
        service=service,
        agent_id=by.user_id,
        subject=said,
        outcome=ContactOutcome(outcome),
        request=request,
        call=_call(call_id, citizen, by),
        confidential=confidential or bool(request and request.confidential) or bool(citizen and citizen.veiled),
    )


def _call(call_id: int | None, citizen: Citizen | None, by: Actor) -> PhoneCall | None:
    if call_id is None:
        return None
    call = PhoneCall.objects.locked(call_id)
    if not call_policies.can_view(by, call):
        raise Forbidden(_("Cet appel n’est pas ouvert à votre poste."))
    if citizen is not None and call.citizen_id is None:
        call.citizen = citizen
        call.save(update_fields=["citizen"])
    return call
