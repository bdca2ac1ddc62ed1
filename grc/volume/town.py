"""What is read of the town once, before anything is drawn: its working days, its streets, the days its law gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from shapely.geometry import LineString, Point, shape
from shapely.geometry.base import BaseGeometry

from core import calendar
from core.folding import fold
from core.models import Commune
from core.typography import french
from organisation import presence
from organisation.models import Service, Street, Ward
from requests_app.rules.deadlines import acknowledgement_due, legal_dates, target_date

DAY = dt.timedelta(days=1)
MARGIN = 500  # days kept on both sides of what is drawn


@dataclass(frozen=True)
class House:
    line: str
    folded: str
    shown: str
    tight: str
    lat: str
    lon: str


class Town:
    """Read-only, and the same in every process."""

    def __init__(self, commune: Commune, first: dt.date, last: dt.date) -> None:
        self.commune = commune
        self.first, self.last = first, last
        self.zone = ZoneInfo(commune.timezone)
        days = [first + DAY * n for n in range((last - first).days + MARGIN)]
        self.open_days = [day for day in days if calendar.is_working_day(day, commune)]
        self._rank: dict[dt.date, int] = {}
        rank = 0
        for day in days:
            while rank < len(self.open_days) and self.open_days[rank] < day:
                rank += 1
            self._rank[day] = rank
        self.streets = _streets(commune)
        self._closed = {service.pk: presence.closed_on(service) for service in Service.objects.filter(commune=commune)}
        # Read now: no query once the drawing has begun.
        for closed in self._closed.values():
            closed(first)
        self.dues: dict[tuple[object, ...], Any] = {}

    def is_open(self, day: dt.date) -> bool:
        rank = self._rank[day]
        return self.open_days[rank] == day

    def later(self, day: dt.date, working_days: int) -> dt.date:
        """That many working days after; zero is this day, or the next one that is worked."""
        rank = self._rank[day]
        return self.open_days[rank + working_days - (working_days > 0 and self.open_days[rank] != day)]

    @lru_cache(maxsize=4000)  # noqa: B019 - one town a process
    def utc_offset(self, day: dt.date) -> dt.timedelta:
        noon = dt.datetime.combine(day, dt.time(12), tzinfo=self.zone)
        return noon.utcoffset() or dt.timedelta()

    def instant(self, day: dt.date, seconds: int, micro: int) -> dt.datetime:
        """That second of the town’s day, in UTC."""
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
        return midnight - self.utc_offset(day) + dt.timedelta(seconds=seconds, microseconds=micro)

    def local_day(self, at: dt.datetime) -> dt.date:
        return (at + self.utc_offset(at.date())).date()

    def due(self, rule: str, facts: dict[str, Any], received_on: dt.date) -> dt.date | None:
        """By the rules of the requests’ room, once a day and a procedure."""
        key = (rule, facts["procedure"], facts["service_id"], received_on)
        if key not in self.dues:
            self.dues[key] = self._due(rule, facts, received_on)
        return self.dues[key]

    def _due(self, rule: str, facts: dict[str, Any], received_on: dt.date) -> dt.date | None:
        if rule == "ar_due_on":
            return acknowledgement_due(received_on, self.commune)
        if rule == "target_on":
            closed: Callable[[dt.date], bool] = self._closed[facts["service_id"]]
            return target_date(facts["definition"], received_on, self.commune, closed)
        return getattr(legal_dates(facts["silence"], facts["period"], received_on), rule)

    @lru_cache(maxsize=60_000)  # noqa: B019 - one town a process
    def house(self, side: str, street: int, number: int) -> House:
        name, line, _ward = self.streets[side][street]
        along = line.interpolate(min(number / 200, 1), normalized=True)
        return _house(f"{number} {name}", along.y, along.x)


def _house(line: str, lat: float, lon: float) -> House:
    return House(
        line, fold(line), french(line), "".join(line.lower().split()), repr(round(lat, 6)), repr(round(lon, 6))
    )


Side = list[tuple[str, BaseGeometry, str]]


def _streets(commune: Commune) -> dict[str, Side]:
    """« all », and those of each ward by its code. A street without a drawing lies in the middle of its ward."""
    found: dict[str, Side] = {"all": []}
    middles = {ward.pk: shape(ward.polygon).representative_point() for ward in Ward.objects.filter(commune=commune)}
    for street in Street.objects.filter(commune=commune).select_related("ward").order_by("pk"):
        middle = middles.get(street.ward_id or 0, Point(0, 0))
        line = (
            shape(street.geometry)
            if street.geometry
            else LineString([(middle.x, middle.y), (middle.x + 1e-4, middle.y)])
        )
        code = street.ward.code if street.ward else ""
        found["all"].append((street.name, line, code))
        if code:
            found.setdefault(code, []).append((street.name, line, code))
    return found
