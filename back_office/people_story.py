"""What happened with one person, in one story: requests, contacts, calls owed, identity checks, acts for others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from channels_app.reading import last_contacts
from citizens.models import Citizen
from citizens.reading import PersonCard
from core import calendar
from core.actor import Actor
from core.templatetags.grc_dates import date_simple, jour_court, relative
from requests_app import policies
from requests_app.enums import IdentityMethod, TaskState
from requests_app.models import IdentityCheck, ServiceRequest, Task
from requests_app.reading.counter import CounterRow, counter_view, own_rows

from . import words

PRESENT, PHONE = "present", "phone"
MOST = 30
NOON = dt.time(12)


@dataclass(frozen=True)
class Line:
    """``url`` is empty where the agent may not open what is told; ``due`` and ``late`` are of what is still owed."""

    at: dt.datetime
    moment: str
    icon: str
    title: str
    detail: str = ""
    mark: str = ""
    url: str = ""
    due: str = ""
    late: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class Story:
    """``can_widen``: this agent receives people, and may say that this one is present or on the line."""

    lines: list[Line]
    can_widen: bool
    situation: str = ""

    @property
    def owed(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]

    @property
    def past(self) -> list[Line]:
        return [line for line in self.lines if not line.is_open]


def build(card: PersonCard, by: Actor, situation: str) -> Story:
    """Newest first, in a fixed number of queries. Requests of other services are told only to the reception, of a
    person said to be present or on the line: that reading is recorded with its key (house.md §6)."""
    receives = policies.can_receive(by) is True
    wide = situation if receives and situation in (PRESENT, PHONE) else ""
    rows = counter_view(card.citizen.pk, by=by, situation=wide).rows if wide else own_rows(card.citizen, by=by)
    lines = [
        *(_request(row) for row in rows),
        *_acts(card, by),
        *_contacts(card.citizen, by),
        *_tasks(card, by),
        *_checks(card.rows, by),
    ]
    return Story(sorted(lines, key=lambda line: line.at, reverse=True), receives, wide)


def _instant(day: dt.date, at: dt.time = NOON) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, at))


def _request(row: CounterRow) -> Line:
    detail = [row.number, row.service_name, row.phase_label]
    if not row.public_id and row.service_phone:
        detail.append(words.phone(row.service_phone))
    return Line(
        at=_instant(row.received_on),
        moment=jour_court(row.received_on),
        icon="inbox",
        title=row.procedure_title,
        detail=" · ".join(part for part in detail if part),
        mark=_("déposée par %s, mandataire") % row.filed_by if row.filed_by else "",
        url=reverse("back_office:request", args=[row.public_id]) if row.public_id else "",
        due=_("réponse prévue le %s") % row.due_words if row.due_words else "",
        is_open=row.is_open,
    )


def _acts(card: PersonCard, by: Actor) -> list[Line]:
    """What this person filed for others: each act of a mandatary is marked on both sides."""
    seen = Citizen.objects.visible_to(by).values("pk")
    filed = ServiceRequest.objects.visible_to(by).filter(filed_by__in=card.rows, citizen__in=seen)
    found = filed.exclude(citizen__in=card.rows).select_related("procedure", "citizen", "service")
    return [_act(one) for one in found.order_by("-received_on", "-pk")[:MOST]]


def _act(one: ServiceRequest) -> Line:
    name = one.citizen.display_name if one.citizen else ""
    return Line(
        at=_instant(one.received_on),
        moment=jour_court(one.received_on),
        icon="user-check",
        title=one.procedure.title,
        detail=" · ".join((one.number, one.service.name)),
        mark=_("déposée pour %s, par mandat") % name,
        url=reverse("back_office:request", args=[one.public_id]),
    )


def _contacts(citizen: Citizen, by: Actor) -> list[Line]:
    return [
        Line(
            at=one.at,
            moment=jour_court(timezone.localtime(one.at)),
            icon=words.icon_of(one.channel),
            title=one.subject or _("Échange avec %s") % one.service_name,
            detail=" · ".join(
                part
                for part in (one.channel_label, one.direction, one.agent_name, one.outcome_label, one.number)
                if part
            ),
        )
        for one in last_contacts(citizen.pk, by, limit=MOST)
    ]


def _tasks(card: PersonCard, by: Actor) -> list[Line]:
    today = calendar.today(card.citizen.commune)
    found = Task.objects.visible_to(by).filter(citizen__in=card.rows).select_related("service", "owner", "request")
    return [_task(one, today) for one in found.order_by("-created_at", "-pk")[:MOST]]


def _task(one: Task, today: dt.date) -> Line:
    waiting = one.state == TaskState.OPEN
    who = one.owner.display_name if one.owner else one.service.short_name
    return Line(
        at=one.created_at,
        moment=jour_court(timezone.localtime(one.created_at)),
        icon="phone-incoming" if waiting else "check",
        title=one.subject or str(one.get_kind_display()).capitalize(),
        detail=" · ".join(
            part for part in (str(one.get_kind_display()).capitalize(), who, "" if waiting else one.outcome) if part
        ),
        url=f"{reverse('back_office:tasks')}?tache={one.public_id}" if waiting else "",
        due=relative(one.due_on, today) if waiting else "",
        late=waiting and one.due_on < today,
        is_open=waiting,
    )


_CHECKED = {
    IdentityMethod.SEEN: ("id-card", lambda: _("Pièce d’identité vue par %(agent)s, sans copie")),
    IdentityMethod.CODE: ("shield-check", lambda: _("Code de suivi vérifié par %(agent)s")),
    IdentityMethod.FACTS: ("shield-check", lambda: _("Deux faits vérifiés par %(agent)s")),
    IdentityMethod.CALL_BACK: ("phone-call", lambda: _("Rappel au numéro connu par %(agent)s")),
}


def _checks(rows: Sequence[int], by: Actor) -> list[Line]:
    """Not those made with the code of a confidential request: that it exists is not said."""
    mine = Exists(_confidential(by).filter(pk=OuterRef("request_id")))
    told = Q(request__isnull=True) | Q(request__confidential=False) | mine
    found = IdentityCheck.objects.filter(told, citizen__in=rows).select_related("agent")
    return [_check(one) for one in found.order_by("-checked_at", "-pk")[:MOST]]


def _confidential(by: Actor) -> QuerySet[ServiceRequest, dict[str, int]]:
    return ServiceRequest.objects.visible_to(by).filter(confidential=True).values("pk")


def _check(one: IdentityCheck) -> Line:
    icon, said = _CHECKED[IdentityMethod(one.method)]
    local = timezone.localtime(one.checked_at)
    title = said() % {"agent": one.agent.short_name}
    return Line(at=one.checked_at, moment=jour_court(local), icon=icon, title=title)


def seen_on(rows: Sequence[int]) -> str:
    """« vue par C. Lemoine le 12 novembre 2026 », of the last identity document seen; empty when none was."""
    found = IdentityCheck.objects.filter(citizen__in=rows, method=IdentityMethod.SEEN).select_related("agent")
    last = found.order_by("-checked_at", "-pk").first()
    if last is None:
        return ""
    day = date_simple(timezone.localtime(last.checked_at))
    return _("vue par %(agent)s le %(day)s") % {"agent": last.agent.short_name, "day": day}
