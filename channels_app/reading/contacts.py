"""The last contacts of one person, as the desk shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from channels_app import contact_policies
from channels_app.enums import ContactDirection, ContactOutcome
from channels_app.models import Contact
from citizens.models import Citizen
from citizens.querysets import person_set
from core.actor import Actor
from core.enums import Channel
from requests_app import policies


@dataclass(frozen=True)
class ContactLine:
    """``subject`` is empty for the contact of another service: the counter knows that it took place, not of what."""

    at: dt.datetime
    channel: str
    channel_label: str
    direction: str
    service_name: str
    agent_name: str
    subject: str
    outcome_label: str
    number: str


def last_contacts(citizen_id: int, by: Actor, limit: int = 5) -> list[ContactLine]:
    """Newest first, of the person and of all merged into it; two queries."""
    citizen = Citizen.objects.filter(pk=citizen_id).first()
    if citizen is None:
        return []
    told = Contact.objects.filter(contact_policies.told_to(by), citizen__in=person_set(citizen))
    found = list(told.newest_first()[:limit])
    read = set(
        Contact.objects.filter(pk__in=[one.pk for one in found]).visible_to(by).values_list("pk", flat=True)
    )  # fmt: skip
    return [_line(one, by, known=one.pk in read) for one in found]


def _line(contact: Contact, by: Actor, *, known: bool) -> ContactLine:
    request = contact.request
    return ContactLine(
        at=contact.at,
        channel=contact.channel,
        channel_label=str(Channel(contact.channel).label),
        direction=str(ContactDirection(contact.direction).label),
        service_name=contact.service.short_name,
        agent_name=contact.agent.short_name if contact.agent and known else "",
        subject=contact.subject if known else "",
        outcome_label=str(ContactOutcome(contact.outcome).label) if known else "",
        number=request.number if request and policies.can_view(by, request) else "",
    )
