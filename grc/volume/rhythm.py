"""How many requests a day, and at what hour: years, seasons, weeks and hours of a town hall."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from itertools import accumulate
from random import Random

from grc.volume.town import DAY, Town

# Monday first; January first.
WEEK = (1.28, 1.16, 1.08, 1.06, 0.98, 0.42, 0.34)
YEAR = (1.1, 1.02, 1.12, 1.06, 0.98, 1.04, 0.86, 0.66, 1.16, 1.08, 1.0, 0.9)
GROWTH = 0.07
# By the hour, midnight first: on the site, and at the desk.
SITE = (1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2.5, 5, 7, 7.5, 6.5, 6.5, 6, 6, 5.5, 5.5, 6, 6.5, 7, 7.5, 7, 5, 2.5)
DESK = (0, 0, 0, 0, 0, 0, 0, 0, 6, 12, 13, 10, 3, 6, 11, 11, 9, 4, 0, 0, 0, 0, 0, 0)
_SITE, _DESK = list(accumulate(SITE)), list(accumulate(DESK))


def days_of(town: Town, requests: int) -> list[tuple[dt.date, int, int]]:
    """(day, rank of its first request, how many), in order; they add up to ``requests``."""
    days = [town.first + DAY * n for n in range((town.last - town.first).days)]
    weights = list(accumulate(_weight(town, day) for day in days))
    found, done = [], 0
    for day, weight in zip(days, weights, strict=True):
        upto = round(requests * weight / weights[-1])
        found.append((day, done, upto - done))
        done = upto
    return found


def _weight(town: Town, day: dt.date) -> float:
    years = (day - town.first).days / 365
    holiday = 0.4 if day.weekday() < 5 and not town.is_open(day) else 1
    return WEEK[day.weekday()] * YEAR[day.month - 1] * (1 + GROWTH) ** years * holiday


def second_of(chance: Random, *, at_the_desk: bool) -> int:
    """Of the town’s day."""
    hours = _DESK if at_the_desk else _SITE
    hour = bisect_right(hours, chance.random() * hours[-1], 0, 23)
    return hour * 3600 + chance.randrange(3600)
