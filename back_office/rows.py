"""The rows of the inbox, ready to print: everything a row shows was loaded with it, so a row costs no query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core.enums import Channel
from requests_app.enums import Kind
from requests_app.models import ServiceRequest

from . import due, words
from .lists import Seen

# The person spoke last: printed in bold with a dot.
FROM_THE_PERSON = frozenset({Kind.REGISTERED, Kind.ROUTED, Kind.ANSWERED, Kind.ACK_REGISTERED, Kind.ACK_ISSUED})


@dataclass(frozen=True)
class Row:
    public_id: UUID
    url: str
    title: str
    procedure: str
    number: str
    channel: str
    channel_icon: str
    person: str
    person_detail: str
    service: str
    agent: str
    agent_initials: str
    mine: bool
    stands: str
    until: str
    due: due.DueCell
    event: str
    event_moment: str
    fresh: bool
    confidential: bool


@dataclass(frozen=True)
class Group:
    """``count`` is of the whole list, not of the page."""

    title: str
    detail: str
    rows: list[Row]


def row(service_request: ServiceRequest, seen: Seen, query: str) -> Row:
    agent, citizen = service_request.assigned_to, service_request.citizen
    url = reverse("back_office:request", args=[service_request.public_id])
    return Row(
        public_id=service_request.public_id,
        url=f"{url}?{query}" if query else url,
        title=service_request.title,
        procedure=service_request.procedure.short_title or service_request.procedure.title,
        number=service_request.number,
        channel=str(Channel(service_request.channel).label),
        channel_icon=words.icon_of(service_request.channel),
        person=citizen.display_name if citizen else (service_request.reply_name or _("Anonyme")),
        person_detail=_place(service_request),
        service=service_request.service.short_name,
        agent=agent.short_name if agent else "",
        agent_initials=agent.initials if agent else "",
        mine=bool(agent and agent.pk == seen.user_id),
        stands=seen.stands(service_request.assigned_to_id),
        until=seen.until(service_request.assigned_to_id),
        due=due.of(service_request, seen.today),
        event=str(Kind(service_request.last_event_kind).label),
        event_moment=words.moment(service_request.last_event_at),
        fresh=service_request.is_open and service_request.last_event_kind in FROM_THE_PERSON,
        confidential=service_request.confidential,
    )


def _place(service_request: ServiceRequest) -> str:
    if service_request.ward:
        return _("Quartier %s") % service_request.ward.name
    return _("Sans identité") if service_request.is_anonymous else ""


def grouped(rows: Iterable[Row], counts: dict[str, int], *, flat: bool) -> list[Group]:
    """Late, due within two days, later: the rows come sorted by due date, so the groups follow each other."""
    if flat:
        everything = list(rows)
        return [Group("", "", everything)] if everything else []
    return list(_groups(rows, counts))


def _groups(rows: Iterable[Row], counts: dict[str, int]) -> Iterator[Group]:
    titles = {
        due.LATE: (_("En retard"), _("échéance dépassée")),
        due.SOON_: (_("Échéance proche"), _("dans les deux jours")),
        due.LATER: (_("Plus tard"), _("par échéance")),
    }
    for state, members in groupby(rows, key=lambda item: item.due.state):
        title, detail = titles[state]
        yield Group(title, f"{words.count(counts.get(state, 0))} · {detail}", list(members))


def states_on(today: dt.date) -> dict[str, dict[str, object]]:
    """Conditions that count each group in one aggregate."""
    last = today + due.SOON
    return {
        due.LATE: {"next_due_on__lt": today},
        due.SOON_: {"next_due_on__range": (today, last)},
        due.LATER: {"next_due_on__gt": last},
    }
