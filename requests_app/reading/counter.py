"""What the single counter, which works for all, may say of a person present or on the line (house.md §6)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from citizens.models import Citizen
from citizens.querysets import person_set
from core import calendar, trail
from core.actor import Actor
from core.templatetags.grc_dates import jour_court
from organisation.access import access_of
from requests_app import policies
from requests_app.enums import OPEN, Phase, Restriction
from requests_app.models import IdentityCheck, ServiceRequest, Task
from requests_app.reading.identity import known_person, valid_check
from requests_app.variables import status_sentence

SITUATIONS = frozenset({"present", "phone"})
MOST = 30


@dataclass(frozen=True)
class CounterRow:
    """Never content. ``public_id`` is there only where the agent may open the request."""

    number: str
    public_id: uuid.UUID | None
    procedure_title: str
    phase_label: str
    next_step: str
    service_name: str
    service_phone: str
    received_on: dt.date
    due_words: str
    is_open: bool
    # Who came for the person, under a mandate.
    filed_by: str = ""


@dataclass(frozen=True)
class CounterView:
    citizen: Citizen
    person: str
    rows: list[CounterRow]
    tasks: list[Task] = field(default_factory=list)
    identity: IdentityCheck | None = None


@transaction.atomic
def counter_view(citizen_id: int, *, by: Actor, situation: str) -> CounterView:
    """Every non-confidential request of the person, whatever the service, and those the agent sees anyway.

    ``situation`` is « present » or « phone »: the key under which the reading is recorded. The number of queries does
    not depend on how many requests there are. Raises Forbidden for who does not receive people.
    """
    policies.require(policies.can_receive(by))
    person = known_person(citizen_id, by)
    trail.record(by, trail.Verb.READ, "citizen", person.pk, counter=situation if situation in SITUATIONS else "other")
    today = calendar.today(person.commune)
    mine = policies.visible_to(by)
    found = _requests(person, Q(confidential=False) | mine, by)
    opened = set(ServiceRequest.objects.filter(mine, pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    rows = [_row(one, one.pk in opened, today) for one in found]
    rows.sort(key=lambda row: not row.is_open)
    return CounterView(person, person.display_name, rows, _tasks(person, by), valid_check(person.pk, by=by))


def own_rows(person: Citizen, *, by: Actor) -> list[CounterRow]:
    """The person’s requests that this agent may open anyway: what a page shows when nobody is present."""
    today = calendar.today(person.commune)
    return [_row(one, True, today) for one in _requests(person, policies.visible_to(by), by)]


def _requests(person: Citizen, wanted: Q, by: Actor) -> list[ServiceRequest]:
    found = ServiceRequest.objects.filter(wanted, citizen__in=person_set(person))
    here = found.filter(restriction=Restriction.NONE, commune_id=access_of(by).commune_id or 0)
    return list(here.select_related("procedure", "service", "filed_by").order_by("-received_on", "-pk")[:MOST])


def _row(one: ServiceRequest, may_open: bool, today: dt.date) -> CounterRow:
    return CounterRow(
        number=one.number,
        public_id=one.public_id if may_open else None,
        procedure_title=one.procedure.title,
        phase_label=str(Phase(one.phase).label),
        next_step=status_sentence(one),
        service_name=one.service.name,
        service_phone=one.service.phone,
        received_on=one.received_on,
        due_words=_due(one, today),
        is_open=one.phase in OPEN,
        filed_by=one.filed_by.display_name if one.filed_by and not one.filed_by.veiled else "",
    )


def _due(one: ServiceRequest, today: dt.date) -> str:
    """The day announced to the person: the service’s own target while it is ahead, else the legal date."""
    if one.phase not in OPEN or one.decided_on:
        return ""
    due = one.target_on if one.target_on and one.target_on >= today else one.legal_due
    return jour_court(due) if due else ""


def _tasks(person: Citizen, by: Actor) -> list[Task]:
    """Calls still owed to the person, among those this agent may know of."""
    found = Task.objects.visible_to(by).open().filter(citizen__in=person_set(person))
    return list(found.select_related("service", "owner", "request").order_by("due_on", "pk")[:MOST])
