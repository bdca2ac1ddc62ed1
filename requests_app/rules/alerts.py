"""What a legal clock says, and when: half, four fifths, a week before, on the day, then the implied decision. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from requests_app.enums import IMPLIED, Kind

WEEK = dt.timedelta(days=7)
# What nobody has qualified is recalled this long before its acknowledgement is due.
QUALIFY_BEFORE = dt.timedelta(days=3)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Alert:
    """``on`` is the day it takes effect, whenever it is written."""

    on: dt.date
    kind: Kind

    @property
    def written_from(self) -> dt.date:
        """The service may still answer on the last day: an implied decision is written once that day is over."""
        return self.on + DAY if self.kind in IMPLIED else self.on


def alerts(start: dt.date, due: dt.date, implied: Kind = Kind.IMPLIED_REJECTION) -> tuple[Alert, ...]:
    """Every alert of one clock, soonest first; ``implied`` is what silence decides at the end of ``due``.

    The implied decision bears the date at which the period ends, a Sunday or a holiday included (CRPA L231-4).
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
    order = list(Kind)
    return tuple(sorted(found, key=lambda alert: (alert.on, order.index(alert.kind))))


def said_by(start: dt.date, due: dt.date | None, today: dt.date, implied: Kind) -> tuple[Alert, ...]:
    """Those that must stand in the timeline today."""
    if due is None:
        return ()
    return tuple(alert for alert in alerts(start, due, implied) if alert.written_from <= today)


def qualify_on(start: dt.date, ar_due_on: dt.date) -> dt.date:
    """The day agents are told that a request is still to be qualified: its acknowledgement waits for it."""
    return max(start, ar_due_on - QUALIFY_BEFORE)


def next_look(start: dt.date, due: dt.date | None, today: dt.date) -> dt.date | None:
    """The next day after ``today`` the sweep has something to write; None without a clock, or once it has run out."""
    if due is None:
        return None
    days = (alert.written_from for alert in alerts(start, due))
    return min((day for day in days if day > today), default=None)
