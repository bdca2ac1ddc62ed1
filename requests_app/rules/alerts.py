"""What a legal clock says, and when: at half, at four fifths, a week before, on the day, then the implied decision. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..enums import Kind

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Alert:
    """``on`` is the day it takes effect, whenever it is written."""

    on: dt.date
    kind: Kind


def alerts(start: dt.date, due: dt.date, implied: Kind) -> tuple[Alert, ...]:
    """Every alert of one clock, soonest first; ``implied`` is the decision that silence makes at the end of ``due``.

    The implied decision bears the date at which the period ends (CRPA R112-5, L231-4), so the service may still
    answer on that day: it is written once the day is over.
    """
    length = (due - start).days
    found = [
        Alert(start + dt.timedelta(days=(length + 1) // 2), Kind.ALERT_HALF),
        Alert(start + dt.timedelta(days=(length * 4 + 4) // 5), Kind.ALERT_MOST),
        Alert(due, Kind.ALERT_TODAY),
        Alert(due, implied),
    ]
    if length > WEEK.days:
        found.append(Alert(due - WEEK, Kind.ALERT_WEEK))
    return tuple(sorted(found, key=lambda alert: (alert.on, list(Kind).index(alert.kind))))


def said_by(every: tuple[Alert, ...], today: dt.date, implied: Kind) -> tuple[Alert, ...]:
    """Those that must stand in the timeline today."""
    return tuple(alert for alert in every if _written_on(alert, implied) <= today)


def next_look(every: tuple[Alert, ...], today: dt.date, implied: Kind) -> dt.date | None:
    """The next day the sweep has something to write, or None once the implied decision stands."""
    return min((day for alert in every if (day := _written_on(alert, implied)) > today), default=None)


def _written_on(alert: Alert, implied: Kind) -> dt.date:
    return alert.on + DAY if alert.kind == implied else alert.on
