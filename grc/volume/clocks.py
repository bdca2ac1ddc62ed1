"""What the nightly sweep wrote in the story of a request: alerts and implied decisions, by the rules of their room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from core.actor import ActorKind
from grc.volume.casting import Caster
from grc.volume.request import Request
from grc.volume.town import Town
from procedures.enums import Silence
from requests_app.enums import TOLD_TO_THE_PERSON, Kind
from requests_app.rules import alerts

# The sweep passes before dawn.
SWEPT_AT = 3 * 3600
MOST = 8
TABLE = "requests_app_timelineentry"
COLUMNS = (
    "id", "request_id", "kind", "effective_on", "occurred_at", "recorded_at", "actor_kind", "actor_ref",
    "visible_to_citizen", "data", "message_id", "note_id", "decision_id", "file_id",
)  # fmt: skip


def clock_lines(request: Request, town: Town, caster: Caster) -> Iterator[tuple[str, str]]:
    """One line an alert that fell due while the request was undecided."""
    for place, (alert, revision) in enumerate(said(request, town, caster)):
        at = town.instant(max(alert.written_from, request.days[0]), SWEPT_AT, 0)
        told = alert.kind in TOLD_TO_THE_PERSON
        cells = (
            request.rows[TABLE] + request.mould.most_rows[TABLE] + place, request.rows["requests_app_servicerequest"],
            alert.kind.value, alert.on, at, at, ActorKind.SYSTEM.value, "sweep_deadlines", "t" if told else "f",
            f'{{"revision": {revision}}}', r"\N", r"\N", r"\N", r"\N",
        )  # fmt: skip
        yield TABLE, "\t".join(map(str, cells)) + "\n"


def said(request: Request, town: Town, caster: Caster) -> list[tuple[alerts.Alert, int]]:
    """The alerts, each with the revision of the request when it was written."""
    start, due = request.days[0], caster.legal_due(request)
    recalled = _recalled(request, town) if request.mould.facts["system"] else []
    if due is None:
        return recalled
    accepts = request.mould.facts["silence"] == Silence.ACCEPTANCE
    implied = Kind.IMPLIED_ACCEPTANCE if accepts else Kind.IMPLIED_REJECTION
    found = alerts.said_by(start, due, _undecided_until(request, town), implied)
    return recalled + [(alert, _revision(request, alert.on)) for alert in found]


def _recalled(request: Request, town: Town) -> list[tuple[alerts.Alert, int]]:
    """Not qualified in time: told once."""
    due = town.due("ar_due_on", request.mould.facts, request.days[0])
    first = request.days[1] if request.reached else town.last
    if due is None:
        return []
    on = alerts.qualify_on(request.days[0], due)
    return [(alerts.Alert(on, Kind.ALERT_QUALIFY), 0)] if on < first else []


def _undecided_until(request: Request, town: Town) -> dt.date:
    """The last day a sweep looked at it: the day before it was decided or closed, else today."""
    for rank in range(1, request.reached + 1):
        if request.mould.stages[rank].phase in _OVER:
            return request.days[rank] - dt.timedelta(days=1)
    return town.last - dt.timedelta(days=1)


_OVER = frozenset({"decided", "closed", "withdrawn", "transmitted", "merged", "set_aside"})


def _revision(request: Request, on: dt.date) -> int:
    stages = request.mould.stages
    return max((stages[rank].revision for rank, day in enumerate(request.days) if day < on), default=0)
