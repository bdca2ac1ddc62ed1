"""The dates of a request, pure: the two legal clocks, the acknowledgement, and what is due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.calendar import HasCalendar, Period, PeriodUnit, add_period, add_working_days
from procedures.enums import Silence
from requests_app.enums import Phase

# R112-11-3: the acknowledgement of receipt goes within ten working days of receipt.
ACKNOWLEDGEMENT_WORKING_DAYS = 10
# No legal date, no target named by the procedure: a month, so that nothing is ever without a date.
DEFAULT_TARGET = dt.timedelta(days=30)
LONGEST_CLOSURE = 270  # working days
# A decided request is still to be closed (the record to send, the answer to give).
CLOSING_TARGET = dt.timedelta(days=30)


class Due(TextChoices):
    """What falls due, in the one word the inbox prints after the date."""

    ACKNOWLEDGEMENT = "acknowledgement", _("accusé")
    REJECTION = "rejection", _("refus")
    ACCEPTANCE = "acceptance", _("accord")
    TARGET = "target", _("objectif")
    CLOSING = "closing", _("à clore")
    REACH = "reach", _("à joindre autrement")
    OPINION = "opinion", _("avis attendu")


@dataclass(frozen=True)
class LegalDates:
    rejection_due: dt.date | None
    acceptance_due: dt.date | None


@dataclass(frozen=True)
class Situation:
    """What the next date depends on."""

    received_on: dt.date
    rejection_due: dt.date | None = None
    acceptance_due: dt.date | None = None
    ar_due_on: dt.date | None = None
    ar_sent_on: dt.date | None = None
    target_on: dt.date | None = None
    decided_on: dt.date | None = None
    reach_on: dt.date | None = None
    opinion_on: dt.date | None = None


def legal_dates(
    silence: str, period: Period | None, received_on: dt.date, competent_on: dt.date | None = None
) -> LegalDates:
    """Dates at which silence decides (CRPA L231-1 to L231-6).

    Rejection runs from receipt by the first administration, acceptance from receipt by the competent one (L114-3).
    A date is never pushed on to a working day: an implied decision can be born on a Sunday.
    """
    if silence == Silence.REJECTION and period:
        return LegalDates(add_period(received_on, period), None)
    if silence == Silence.ACCEPTANCE and period:
        return LegalDates(None, add_period(competent_on or received_on, period))
    return LegalDates(None, None)


def acknowledgement_due(received_on: dt.date, commune: HasCalendar) -> dt.date:
    """Ten working days from receipt (R112-11-3)."""
    return add_working_days(received_on, ACKNOWLEDGEMENT_WORKING_DAYS, commune)


def _always_open(day: dt.date) -> bool:
    return False


def target_date(
    definition: Mapping[str, Any],
    received_on: dt.date,
    commune: HasCalendar,
    closed: Callable[[dt.date], bool] = _always_open,
) -> dt.date | None:
    """The day the service promises to have answered (« target » of the procedure), or None.

    A promise of the service, not a legal clock: exceptional closures (``closed``) are not counted.
    """
    target = definition.get("target") or {}
    count, unit = target.get("count"), target.get("unit")
    if not count:
        return None
    if unit == "working_day":
        return _open_days(received_on, int(count), commune, closed)
    day = add_period(received_on, Period(int(count), PeriodUnit(str(unit))))
    return _open_days(day, 1, commune, closed) if closed(day) else day


def _open_days(day: dt.date, count: int, commune: HasCalendar, closed: Callable[[dt.date], bool]) -> dt.date:
    """Working days outside closures; a closure of more than a year stops the counting, not the town."""
    for _day in range(count + LONGEST_CLOSURE):
        if count <= 0:
            break
        day = add_working_days(day, 1, commune)
        count -= not closed(day)
    return day


def next_due(situation: Situation) -> tuple[dt.date, Due]:
    """The soonest of what the service must do, and what it is."""
    candidates: list[tuple[dt.date, Due]] = []
    if situation.ar_due_on and not situation.ar_sent_on:
        candidates.append((situation.ar_due_on, Due.ACKNOWLEDGEMENT))
    beside = ((situation.reach_on, Due.REACH), (situation.opinion_on, Due.OPINION))
    candidates += [(day, due) for day, due in beside if day]
    if situation.decided_on:
        closing = situation.decided_on + CLOSING_TARGET
        candidates.append((max(closing, situation.target_on or closing), Due.CLOSING))
        return min(candidates)
    if situation.rejection_due:
        candidates.append((situation.rejection_due, Due.REJECTION))
    if situation.acceptance_due:
        candidates.append((situation.acceptance_due, Due.ACCEPTANCE))
    if situation.target_on:
        candidates.append((situation.target_on, Due.TARGET))
    if not (situation.rejection_due or situation.acceptance_due or situation.target_on):
        candidates.append((situation.received_on + DEFAULT_TARGET, Due.TARGET))
    return min(candidates)


def situation_of(service_request) -> Situation:
    """Reads the stored dates; no query."""
    return Situation(
        received_on=service_request.received_on,
        rejection_due=service_request.rejection_due,
        acceptance_due=service_request.acceptance_due,
        ar_due_on=service_request.ar_due_on if service_request.ar_due else None,
        ar_sent_on=service_request.ar_sent_on,
        target_on=service_request.target_on,
        decided_on=service_request.decided_on,
        reach_on=service_request.reach_on,
        opinion_on=service_request.third_party_on if service_request.phase == Phase.WAITING_THIRD_PARTY else None,
    )
