"""Opening hours as a town writes them, read by the machine: one text for people, one meaning for the machine.

A list of ``{"days": "Lundi au vendredi", "hours": "8 h 30 – 12 h et 13 h 30 – 17 h 30"}``.
Pure: the clock is passed in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.folding import unaccent
from core.templatetags.grc_dates import jour


class Hours(TypedDict):
    days: str
    hours: str


Range = tuple[dt.time, dt.time]
WEEK = dt.timedelta(days=7)
# A closure longer than a year has no reopening worth announcing.
FARTHEST = 366
_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_DAY = "|".join(_DAYS)
_DAY_RANGE = re.compile(rf"\b({_DAY})s?\s*(?:au|a|-|–|—)\s*({_DAY})s?\b")
_ONE_DAY = re.compile(rf"\b({_DAY})s?\b")
_TIME = r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?"
_TIME_RANGE = re.compile(rf"{_TIME}\s*(?:-|–|—|a)\s*{_TIME}")
_CLOSED = re.compile(r"^\s*ferme", re.IGNORECASE)


def read_days(text: str) -> list[int]:
    """Weekdays (Monday 0) named by « Lundi au vendredi », « Mardi et jeudi », « Samedi ». Empty when unreadable."""
    plain = unaccent(text).lower()
    days: set[int] = set()
    for first, last in _DAY_RANGE.findall(plain):
        start, end = _DAYS.index(first), _DAYS.index(last)
        days.update(range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)])
    for day in _ONE_DAY.findall(_DAY_RANGE.sub(" ", plain)):
        days.add(_DAYS.index(day))
    if "tous les jours" in plain:
        days.update(range(7))
    return sorted(days)


def read_ranges(text: str) -> list[Range]:
    """« 8 h 30 – 12 h et 13 h 30 – 17 h 30 » → two ranges. Empty when closed or unreadable."""
    ranges = []
    for from_hour, from_minute, to_hour, to_minute in _TIME_RANGE.findall(unaccent(text).lower()):
        try:
            start, end = dt.time(int(from_hour), int(from_minute or 0)), dt.time(int(to_hour), int(to_minute or 0))
        except ValueError:
            return []
        ranges.append((start, end))
    return sorted(ranges)


def validate_opening_hours(value: Any) -> None:
    """Each line is read back; a line the machine cannot read would make « ouvert aujourd’hui » lie."""
    if not isinstance(value, list):
        raise ValidationError(_("Les horaires sont une liste de lignes : jours et heures."))
    for line in value:
        if not isinstance(line, dict) or not {"days", "hours"} <= line.keys():
            raise ValidationError(_("Chaque ligne d’horaires a des jours et des heures."))
        if not read_days(str(line["days"])):
            raise ValidationError(
                _("Jours non compris : « %(text)s ». Écrivez « Lundi au vendredi ».") % {"text": line["days"]}
            )
        hours = str(line["hours"])
        ranges = read_ranges(hours)
        if _CLOSED.match(unaccent(hours)):
            continue
        if not ranges or any(start >= end for start, end in ranges):
            raise ValidationError(
                _("Heures non comprises : « %(text)s ». Écrivez « 8 h 30 – 12 h et 13 h 30 – 17 h 30 ».")
                % {"text": hours}
            )


def ranges_of(hours: Sequence[Hours], weekday: int) -> list[Range]:
    """Every range of that weekday (Monday 0)."""
    found = [pair for line in hours if weekday in read_days(line["days"]) for pair in read_ranges(line["hours"])]
    return sorted(found)


def clock(time: dt.time) -> str:
    """``17 h 30``, ``12 h``."""
    return f"{time.hour} h {time.minute:02d}" if time.minute else f"{time.hour} h"


def never(day: dt.date) -> bool:
    return False


def open_now(
    hours: Sequence[Hours],
    at: dt.datetime,
    *,
    public_holiday: bool = False,
    closed: Callable[[dt.date], bool] = never,
    shut: Callable[[dt.date], bool] = never,
) -> str:
    """One sentence for the moment ``at`` (local time of the commune); empty when nothing is known.

    ``closed`` says the days of an exceptional closure, ``shut`` every other day without opening (public holidays).
    """
    today = at.date()
    if closed(today):
        return _exceptionally(hours, today, lambda day: closed(day) or shut(day))
    if not hours:
        return ""
    now = at.time().replace(tzinfo=None)
    for start, end in [] if public_holiday or shut(today) else ranges_of(hours, at.weekday()):
        if now < start:
            return _("Ouvre aujourd’hui à %(time)s") % {"time": clock(start)}
        if start <= now < end:
            return _("Ouvert aujourd’hui jusqu’à %(time)s") % {"time": clock(end)}
    return _next_opening(hours, today, lambda day: closed(day) or shut(day))


def _exceptionally(hours: Sequence[Hours], today: dt.date, away: Callable[[dt.date], bool]) -> str:
    found = first_opening(hours, today, away)
    if found is None:
        return _("Fermé exceptionnellement")
    day, start = found
    if start is None:
        return _("Fermé exceptionnellement jusqu’au %(day)s") % {"day": day_in_words(day)}
    return _("Fermé exceptionnellement jusqu’au %(day)s à %(time)s") % {"day": day_in_words(day), "time": clock(start)}


def _next_opening(hours: Sequence[Hours], today: dt.date, away: Callable[[dt.date], bool]) -> str:
    found = first_opening(hours, today, away)
    if found is None or found[1] is None:
        return _("Fermé")
    day, start = found[0], clock(found[1])
    if day - today == dt.timedelta(days=1):
        return _("Fermé. Ouvre demain à %(time)s") % {"time": start}
    known = day_in_words(day) if day - today > WEEK else _DAYS[day.weekday()]
    return _("Fermé. Ouvre %(day)s à %(time)s") % {"day": known, "time": start}


def first_opening(
    hours: Sequence[Hours], after: dt.date, away: Callable[[dt.date], bool]
) -> tuple[dt.date, dt.time | None] | None:
    """The first day after ``after`` that opens, and when; without known hours, the first day that is not ``away``."""
    for ahead in range(1, FARTHEST):
        day = after + dt.timedelta(days=ahead)
        ranges = ranges_of(hours, day.weekday())
        if not away(day) and (ranges or not hours):
            return day, ranges[0][0] if ranges else None
    return None


def day_in_words(day: dt.date) -> str:
    """« lundi 4 janvier »: for days of this year and the next, which nobody mistakes."""
    return jour(day).rsplit(" ", 1)[0]
