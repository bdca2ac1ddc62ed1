"""A call or a visit that opens no request, and a call-back: two small forms above the bottom bar of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from channels_app.enums import ContactOutcome
from core import calendar
from core.actor import Actor
from core.errors import Refused
from core.models import Commune
from organisation import presence
from organisation.access import access_of
from organisation.models import Service

from . import words
from .desk import DeskState

CONTACT, CALL_BACK = "renseignement", "rappeler"


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Panel:
    slug: str
    title: str
    button: str
    action: str
    subject: str = ""
    error: str = ""
    phone: str = ""
    day: str = ""
    time: str = ""
    outcome: str = ""
    outcomes: list[tuple[str, str]] = field(default_factory=list)
    services: list[Option] = field(default_factory=list)


def build(
    state: DeskState, commune: Commune, by: Actor, typed: Mapping[str, Any], *, service: Service | None, phone: str,
    error: str = "",
) -> Panel | None:  # fmt: skip
    """``service``: that of the procedure being looked at; what was typed is given back with its error."""
    subject = str(typed.get("_objet", "")) or state.words
    if state.panel == CONTACT:
        return Panel(
            CONTACT,
            _("Simple renseignement, sans demande"),
            _("Noter le contact"),
            "noter-contact",
            subject,
            error,
            outcome=str(typed.get("_issue", "")) or ContactOutcome.ANSWERED,
            outcomes=[
                (value, str(label)) for value, label in ContactOutcome.choices if value != ContactOutcome.REQUEST
            ],
        )
    if state.panel != CALL_BACK:
        return None
    chosen = str(typed.get("_rappel_service", "")) or str(service.public_id if service else "")
    return Panel(
        CALL_BACK,
        _("Rappeler plus tard"),
        _("Noter le rappel"),
        "noter-rappel",
        subject,
        error,
        phone=str(typed.get("_rappel_tel", "")) or words.phone(phone),
        day=str(typed.get("_rappel_jour", "")) or _next_day(commune, service).isoformat(),
        time=str(typed.get("_rappel_heure", "")),
        services=_services(commune, by, chosen),
    )


def _next_day(commune: Commune, service: Service | None) -> dt.date:
    """Tomorrow, or the next day when the service answers."""
    today = calendar.today(commune)
    if service is None:
        return calendar.add_working_days(today, 1, commune)
    return presence.next_open(service, presence.working_days(service, today, 1)).day


def _services(commune: Commune, by: Actor, chosen: str) -> list[Option]:
    own = access_of(by).service_ids
    services = sorted(
        Service.objects.filter(commune=commune, is_active=True), key=lambda one: (one.pk not in own, one.name)
    )
    known = {str(one.public_id) for one in services}
    first = chosen if chosen in known else str(services[0].public_id) if services else ""
    return [Option(str(one.public_id), one.name, str(one.public_id) == first) for one in services]


@dataclass(frozen=True)
class CallBack:
    subject: str
    phone: str
    due_on: dt.date
    due_time: dt.time | None
    service: Service


def call_back(data: Mapping[str, Any], commune: Commune) -> CallBack:
    """Raises Refused with the sentence of the first box that cannot be read."""
    services = {str(one.public_id): one for one in Service.objects.filter(commune=commune, is_active=True)}
    service = services.get(str(data.get("_rappel_service", "")))
    if service is None:
        raise Refused(_("Choisissez le service qui rappellera."))
    return CallBack(
        subject=subject_of(data),
        phone=str(data.get("_rappel_tel", "")).strip()[:40],
        due_on=_day(str(data.get("_rappel_jour", ""))),
        due_time=_time(str(data.get("_rappel_heure", ""))),
        service=service,
    )


def subject_of(data: Mapping[str, Any]) -> str:
    subject = " ".join(str(data.get("_objet", "")).replace("\x00", "").split())[:200]
    if not subject:
        raise Refused(_("Dites en quelques mots de quoi il s’agit."))
    return subject


def outcome_of(data: Mapping[str, Any]) -> str:
    given = str(data.get("_issue", ""))
    if given not in ContactOutcome.values or given == ContactOutcome.REQUEST:
        raise Refused(_("Choisissez la suite donnée."))
    return given


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused(_("Choisissez le jour du rappel.")) from wrong


def _time(text: str) -> dt.time | None:
    if not text:
        return None
    try:
        return dt.time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as wrong:
        raise Refused(_("Écrivez l’heure comme 14:30, ou laissez-la vide.")) from wrong
