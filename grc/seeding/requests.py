"""The requests of the last weeks, told in ``stories/*.yaml``, played hour by hour in the order they happened."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.db import transaction

from core import calendar
from core.models import Commune
from grc.seeding.acts import perform
from grc.seeding.clock import clock_at
from grc.seeding.delivery import deliver
from grc.seeding.filing import file_story
from grc.seeding.mailroom import lay_out_the_mail
from requests_app.models import ServiceRequest

logger = logging.getLogger(__name__)
STORIES = Path(__file__).parent / "stories"
# What is more recent is left to the workers, so that `/mails/` has something to show.
LEFT_TO_WORKERS = dt.timedelta(hours=30)
# What is older keeps no letter: laying them all out would take a minute.
LETTERS_KEPT = dt.timedelta(days=4)


@dataclass(order=True)
class Scene:
    """One thing that happens at one instant."""

    at: dt.datetime
    rank: int
    play: Callable[[], None] = field(compare=False)


def tell_the_stories(commune: Commune) -> int:
    """Files every story and plays its acts, all or nothing; returns how many requests. Nothing if there are some."""
    if ServiceRequest.objects.filter(commune=commune).exists():
        return 0
    stories = list(_stories())
    now = calendar.now()
    with transaction.atomic():
        for scene in sorted(_scenes(commune, stories, now)):
            scene.play()
            age = now - scene.at
            if age > LEFT_TO_WORKERS:
                with clock_at(scene.at + dt.timedelta(minutes=2)):
                    deliver(with_letters=age < LETTERS_KEPT)
        lay_out_the_mail(commune)
    return len(stories)


def _stories() -> Iterator[dict[str, Any]]:
    for path in sorted(STORIES.glob("*.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def _scenes(commune: Commune, stories: list[dict[str, Any]], now: dt.datetime) -> Iterator[Scene]:
    rank = 0
    for index, story in enumerate(stories, start=1):
        filed: dict[str, ServiceRequest] = {}
        start = _instant(commune, now, story["days_ago"], story["hour"], working=False)
        start = min(start, now - dt.timedelta(minutes=20))
        yield Scene(start, rank, _filing(commune, story, start, index, filed))
        last = start
        for step in story.get("steps", ()):
            rank += 1
            at = _instant(commune, now, story["days_ago"] - step["after"], step["hour"], working="by" in step)
            at = max(at, last + dt.timedelta(minutes=3))
            if at >= now:
                break
            yield Scene(at, rank, _acting(step, at, filed))
            last = at
        rank += 1


def _filing(
    commune: Commune, story: dict[str, Any], at: dt.datetime, index: int, filed: dict[str, ServiceRequest]
) -> Callable[[], None]:
    def play() -> None:
        filed["request"] = file_story(commune, story, at, index)

    return play


def _acting(step: dict[str, Any], at: dt.datetime, filed: dict[str, ServiceRequest]) -> Callable[[], None]:
    def play() -> None:
        with clock_at(at):
            perform(filed["request"], step)

    return play


def _instant(commune: Commune, now: dt.datetime, days_ago: int, hour: str, *, working: bool) -> dt.datetime:
    """``hour`` of that day in the commune; an agent’s gesture slides to the next working day."""
    day = calendar.local_date(commune, now) - dt.timedelta(days=days_ago)
    while working and not calendar.is_working_day(day, commune):
        day += dt.timedelta(days=1)
    clock = dt.time.fromisoformat(hour)
    return dt.datetime.combine(day, clock, tzinfo=ZoneInfo(commune.timezone)).astimezone(dt.UTC)
