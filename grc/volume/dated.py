"""The days and instants of one request, by the rules of the requests’ room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from grc.volume.moulds import Mould
from grc.volume.reading import Symbol
from grc.volume.request import NULL, Request, Value
from grc.volume.saying import say
from grc.volume.town import Town
from requests_app.rules import alerts
from requests_app.rules.deadlines import Situation, next_due

# Nobody promises a call on a Sunday: a day this near is put off to the next one that is worked.
PROMISED_DAYS = 5
Stamp = tuple[str, str, int, int]


class DayValues:
    """Of each symbol that is a date: a function of the request. ``Caster`` calls them by name."""

    town: Town

    def _day(self, mould: Mould, which: tuple[Any, ...]) -> Value:
        day = self._that(which)
        return lambda request: _iso(day(request))

    def _that(self, which: tuple[Any, ...]) -> Callable[[Request], Any]:
        kind, value = which[0], which[1]
        if kind == "step":
            return lambda request: request.days[value]
        if kind == "rule":
            return lambda request: self.town.due(value, request.mould.facts, request.days[0])
        gap = dt.timedelta(days=which[2])
        if which[2] > PROMISED_DAYS:
            return lambda request: request.days[value] + gap
        return lambda request: self.town.later(request.days[value] + gap, 0)

    def _said(self, mould: Mould, style: str, which: tuple[Any, ...]) -> Value:
        day = self._that(which)
        return lambda request: say(style, day(request), request.days[0].year)[0]

    def _said_fold(self, mould: Mould, style: str, which: tuple[Any, ...]) -> Value:
        day = self._that(which)
        return lambda request: say(style, day(request), request.days[0].year)[1]

    def _stamp(self, mould: Mould, style: str, step: int, seconds: int) -> Value:
        gap = dt.timedelta(seconds=seconds)
        if style == "sql":
            return lambda request: str(request.instants[step] + gap)
        return lambda request: (request.instants[step] + gap).strftime("%Y-%m-%dT%H:%M:%S.") + "000Z"

    def _next_due(self, mould: Mould) -> Value:
        return lambda request: next_due(self._situation(request))[0].isoformat()

    def _next_alert(self, mould: Mould) -> Value:
        def value(request: Request) -> str:
            start = request.days[0]
            if mould.facts["system"] and request.reached == 0:
                due = self.town.due("ar_due_on", mould.facts, start)
                return _iso(alerts.qualify_on(start, due)) if due else NULL
            return _iso(alerts.next_look(start, self.legal_due(request), self.town.last))

        return value

    def lives(self, request: Request, since: Symbol, days: int) -> bool:
        """Whether the sweeps of last night left it."""
        if since[0] == "day":
            day = self._that(cast(tuple[Any, ...], since[1]))(request)
        else:
            day = request.days[cast(Stamp, since)[2]]
        return day is None or day + dt.timedelta(days=days) >= self.town.last

    def legal_due(self, request: Request) -> dt.date | None:
        if not request.stage.ruled:
            return None
        due = self.town.due
        facts, start = request.mould.facts, request.days[0]
        return due("rejection_due", facts, start) or due("acceptance_due", facts, start)

    def _situation(self, request: Request) -> Situation:
        """As ``situation_of`` reads them; which of them this stage has is told by its rows."""
        start, facts, has = request.days[0], request.mould.facts, request.stage.has
        due = self.town.due
        return Situation(
            received_on=start,
            rejection_due=due("rejection_due", facts, start) if "rejection_due" in has else None,
            acceptance_due=due("acceptance_due", facts, start) if "acceptance_due" in has else None,
            ar_due_on=due("ar_due_on", facts, start) if "ar_due_on" in has else None,
            ar_sent_on=self._of_stage(request, "ar_sent_on"),
            target_on=due("target_on", facts, start) if "target_on" in has else None,
            decided_on=self._of_stage(request, "decided_on"),
            reach_on=self._of_stage(request, "reach_on"),
            opinion_on=self._of_stage(request, "third_party_on"),
        )

    def _of_stage(self, request: Request, name: str) -> dt.date | None:
        which = request.stage.has.get(name)
        return self._that(which)(request) if which else None

    def _last_kind(self, mould: Mould) -> Value:
        return lambda request: request.stage.event

    def _last_at(self, mould: Mould) -> Value:
        def value(request: Request) -> str:
            _stamp, _style, step, seconds = cast(Stamp, request.stage.event_at)
            return str(request.instants[step] + dt.timedelta(seconds=seconds))

        return value


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else NULL
