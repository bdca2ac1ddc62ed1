"""What an agent compares with what a person says, and whether somebody was made sure of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.querysets import person_set
from core import calendar
from core.actor import Actor
from core.errors import Refused
from core.templatetags.grc_dates import date_simple
from requests_app import policies
from requests_app.enums import FactKind, Restriction
from requests_app.models import IdentityCheck, ServiceRequest

VALID_FOR = dt.timedelta(minutes=30)
MOST_NUMBERS = 5


@dataclass(frozen=True)
class KnownFact:
    """``value`` is what the town knows: the agent compares, and never reads it out."""

    kind: FactKind
    label: str
    value: str


def known_person(citizen_id: int, by: Actor) -> Citizen:
    """The kept row of the person, of the agent’s commune. Raises Refused when there is none for this agent."""
    found = Citizen.objects.visible_to(by).select_related("canonical", "commune").filter(pk=citizen_id).first()
    if found is None:
        raise Refused(_("Cette personne n’est plus au fichier. Cherchez-la de nouveau."))
    return found.canonical or found


def known_facts(citizen_id: int, *, by: Actor) -> list[KnownFact]:
    """Only what the town knows. Neither the name nor a phone number: whoever calls in her name has both."""
    person = known_person(citizen_id, by)
    rows = list(person_set(person))
    points = list(ContactPoint.objects.of_person(person).visible_to(by).in_use().order_by("pk"))
    found = {
        FactKind.BIRTH_DATE: [date_simple(row.birth_date) for row in rows if row.birth_date and not row.birth_veiled],
        FactKind.ADDRESS: [one.value for one in points if one.kind == ContactKind.POSTAL],
        FactKind.EMAIL: [one.value for one in points if one.kind == ContactKind.EMAIL],
        FactKind.REQUEST: _numbers(rows, by),
    }
    return [
        KnownFact(kind, str(kind.label), " ; ".join(dict.fromkeys(values))) for kind, values in found.items() if values
    ]


def _numbers(rows: list[Citizen], by: Actor) -> list[str]:
    known = ServiceRequest.objects.filter(
        Q(confidential=False) | policies.visible_to(by), citizen__in=rows, restriction=Restriction.NONE
    )
    return list(known.order_by("-received_on", "-pk").values_list("number", flat=True)[:MOST_NUMBERS])


def valid_check(citizen_id: int, *, by: Actor) -> IdentityCheck | None:
    """The last check by this same agent, of half an hour at most; None for anyone else."""
    citizen = Citizen.objects.filter(pk=citizen_id).first()
    if citizen is None or by.user_id is None:
        return None
    checks = IdentityCheck.objects.filter(
        citizen__in=person_set(citizen), agent_id=by.user_id, checked_at__gte=calendar.now() - VALID_FOR
    )
    return checks.order_by("-checked_at", "-pk").first()
