"""One story played from its filing to its end; what stands in the tables is kept after each act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shapely.geometry import shape

from citizens.operations import identify
from core import calendar
from core.actor import Actor
from core.models import Commune
from grc.seeding.clock import clock_at
from grc.seeding.delivery import deliver
from grc.volume import placeholders as the
from grc.volume.acts import Turn, agent_of, perform
from grc.volume.doors import Scene, enter
from grc.volume.stage import Snapshot, Table, snapshot
from messaging import operations as messaging
from messaging.enums import DispatchState, Outcome
from messaging.models import Dispatch
from organisation.models import Service, Ward
from procedures.models import Procedure
from requests_app.models import ServiceRequest

POST_LEAVES = dt.timedelta(minutes=2)


@dataclass
class Stop:
    """What stands after one act: an instant of the stage, the days that must pass before, the rows."""

    at: dt.datetime
    act: str
    after: float
    by_agent: bool
    rows: Snapshot
    revision: int
    phase: str


@dataclass
class Play:
    """``rules`` are the days that the law and the procedure gave this request on the stage."""

    story: dict[str, Any]
    channel: str
    stops: list[Stop]
    request: ServiceRequest
    rank: int


def play(
    scene: Scene, known: list[Table], story: dict[str, Any], channel: str, path: list[dict[str, Any]], rank: int
) -> Play:
    """Everything inside one undone transaction: the caller opens and closes it."""
    with clock_at(scene.at - dt.timedelta(days=1)):
        # Somebody the town knew already: what it knows is found with the request.
        identify(
            commune_id=scene.commune.pk, family_name=the.FAMILY, first_names=the.FIRST, email=the.EMAIL,
            phone=the.PHONE, birth_date=the.BORN, postal_address=story["home"], by=Actor.system("volume"),
        )  # fmt: skip
    made = enter(scene, {**story, "answers": _placed(story["answers"], scene)}, channel)
    stops = [_stop(made, known, rank, scene.at, {"do": "file"})]
    taken = {getattr(made, name) for name in _RULED} | {made.received_on}
    at = scene.at
    for step in _steps(path):
        at = _next(at, scene.commune, taken)
        made.refresh_from_db()
        with clock_at(at):
            perform(Turn(made, step, at))
        stops.append(_stop(made, known, rank, at, step))
    made.refresh_from_db()
    return Play(story, channel, stops, made, rank)


def _placed(answers: Any, scene: Scene) -> Any:
    if isinstance(answers, dict):
        return {key: _placed(value, scene) for key, value in answers.items()}
    return {the.LAT: scene.lat, the.LON: scene.lon}.get(answers, answers) if isinstance(answers, float) else answers


_RULED = ("ar_due_on", "rejection_due", "acceptance_due", "target_on", "next_due_on", "next_alert_on")
BY_PERSON = {"file", "answer", "withdraw", "bounce"}


def _steps(path: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in path:
        for rank in range(step.get("times", 1)):
            yield {**step, "rank": rank}


def _next(at: dt.datetime, commune: Commune, taken: set[dt.date | None]) -> dt.datetime:
    """A working day of its own, which is no legal date of this request: each date of the rows then says which it is."""
    day = at.date() + dt.timedelta(days=1)
    while day in taken or not calendar.is_working_day(day, commune):
        day += dt.timedelta(days=1)
    taken.add(day)
    minute = (at.minute + 7) % 60
    return dt.datetime.combine(day, dt.time(8, minute, 23, at.microsecond + 1), tzinfo=dt.UTC)


def _stop(made: ServiceRequest, known: list[Table], rank: int, at: dt.datetime, step: dict[str, Any]) -> Stop:
    with clock_at(at + POST_LEAVES):
        deliver(with_letters=True)
        for letter in Dispatch.objects.letters().filter(state=DispatchState.HELD, subject_ref=str(made.pk)):
            messaging.settle(letter.pk, Outcome.SENT, transport="post")
        deliver(with_letters=True)
    made.refresh_from_db()
    act = step["do"]
    return Stop(at, act, step.get("after", 0), act not in BY_PERSON, snapshot(known, rank), made.revision, made.phase)


def scene_of(commune: Commune, story: dict[str, Any], ward: Ward | None, rank: int) -> Scene:
    """Each play begins at its own minute of the same Monday, in the middle of a ward."""
    procedure = Procedure.objects.select_related("service").get(commune=commune, code=story["procedure"])
    desk = Service.objects.get(commune=commune, code="accueil")
    clerk = agent_of(procedure.service, True) if procedure.confidential else agent_of(desk)
    service = procedure.service if procedure.confidential else desk
    at = dt.datetime.combine(the.STAGE_DAY, dt.time(8, 3 + rank % 50, 11, 100_003), tzinfo=dt.UTC)
    lat, lon = middle_of(ward)
    return Scene(commune, at, clerk, clerk.phone_extension, service.pk, lat, lon)


def middle_of(ward: Ward | None) -> tuple[float, float]:
    """A point with more figures than any other in the rows; outside the town without a ward."""
    if ward is None:
        return the.LAT, the.LON
    point = shape(ward.polygon).representative_point()
    return round(point.y, 4) + 0.0000123, round(point.x, 4) + 0.0000123
