"""The date that matters in a row: when, how urgent, and what happens then. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, ngettext

from core.templatetags.grc_dates import relative
from requests_app.enums import OPEN, Phase
from requests_app.models import ServiceRequest
from requests_app.querysets import SOON
from requests_app.rules.deadlines import Due, next_due, situation_of

LATE, SOON_, LATER, ENDED = "late", "soon", "", "ended"
IMPLIED = {Due.REJECTION: gettext_lazy("refus tacite %s"), Due.ACCEPTANCE: gettext_lazy("accord tacite %s")}


@dataclass(frozen=True)
class DueCell:
    """``state`` draws the bar; ``words`` say the same thing and its consequence."""

    day: dt.date
    state: str
    words: str


def of(service_request: ServiceRequest, today: dt.date) -> DueCell:
    if service_request.phase not in OPEN:
        day = service_request.closed_on or service_request.next_due_on
        return DueCell(day, ENDED, Phase(service_request.phase).label.lower())
    day, what = service_request.next_due_on, next_due(situation_of(service_request))[1]
    return DueCell(day, state(day, today), _words(day, what, today))


def state(day: dt.date, today: dt.date) -> str:
    if day < today:
        return LATE
    return SOON_ if day <= today + SOON else LATER


def _words(day: dt.date, what: Due, today: dt.date) -> str:
    if day >= today:
        return f"{_short(relative(day, today))} · {what.label}"
    if what in IMPLIED:
        return IMPLIED[what] % _short(relative(day, today))
    late = (today - day).days
    return ngettext("%(n)s j de retard · %(what)s", "%(n)s j de retard · %(what)s", late) % {
        "n": late,
        "what": what.label,
    }


def _short(text: str) -> str:
    """Narrow columns: « dans 9 j »."""
    return text.replace(" jours", " j").replace(" jour", " j")
