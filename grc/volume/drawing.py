"""A day of the town: which stories began, how far each has come, and their rows."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from random import Random

from core import numbers
from grc.volume.casting import Caster
from grc.volume.clocks import clock_lines
from grc.volume.moulds import Mould
from grc.volume.people import People, Person, Texts
from grc.volume.request import Request
from grc.volume.rhythm import second_of
from grc.volume.town import Town

DESK = frozenset({"phone", "counter", "post"})
# Of a hundred acts: those nobody ever does, whatever the age of the request.
FORGOTTEN = 0.25
LATE_STORIES = 0.12
MINUTES = 60
Lines = Iterator[tuple[str, str]]


class Drawer:
    """``first_ids``: where the rows of request 0 begin, by table; ``strides``: how many a request may have."""

    def __init__(self, town: Town, people: People, caster: Caster, moulds: list[Mould], ids: Ids, seed: int) -> None:
        self.town, self.people, self.caster, self.ids, self.seed = town, people, caster, ids, seed
        self.moulds = moulds

    def day(self, day: dt.date, first: int, count: int, first_number: int) -> Lines:
        """The lines of COPY of one day, by table; ``first`` is the rank of its first request in the whole town."""
        chance = Random(self.seed * 13_000_003 + day.toordinal())
        choice, weights = self._choice(day.month, self.town.is_open(day))
        drawn = sorted(
            (self._start(chance, choice[bisect_right(weights, chance.random() * weights[-1], 0, len(choice) - 1)])
             for _one in range(count)),
            key=lambda start: start[0],
        )  # fmt: skip
        for place, (second, mould) in enumerate(drawn):
            request = self._request(chance, day, second, mould)
            request.index = first + place
            request.number = numbers.format_number(day.year, first_number + place)
            request.rows = self.ids.of(request.index)
            values = self.caster.values(request)
            for line in request.stage.lines:
                if line.life is None or self.caster.lives(request, *line.life):
                    yield line.table, line.cast(values)
            yield from clock_lines(request, self.town, self.caster)

    def _start(self, chance: Random, mould: Mould) -> tuple[int, Mould]:
        return second_of(chance, at_the_desk=mould.channel in DESK), mould

    @lru_cache(maxsize=24)  # noqa: B019 - one drawer a process
    def _choice(self, month: int, is_open: bool) -> tuple[list[Mould], list[float]]:
        """The stories of this month; nobody comes to the desk on a Sunday."""
        found = [mould for mould in self.moulds if is_open or mould.channel not in DESK]
        weighed = (mould.weight * mould.months[month - 1] * 12 / sum(mould.months) for mould in found)
        return found, list(accumulate(weighed))

    def _request(self, chance: Random, day: dt.date, second: int, mould: Mould) -> Request:
        request = Request()
        request.chance, request.mould = chance, mould
        request.uuids, request.said = {}, {}
        start = min(self.town.instant(day, second, chance.randrange(1_000_000)), self._now)
        request.instants = self._instants(chance, mould, start)
        request.reached = len(request.instants) - 1
        request.stage = mould.stages[request.reached]
        request.days = [self.town.local_day(at) for at in request.instants]
        request.person = self._person(chance, mould, day)
        request.texts = Texts(request.person)
        side = self.town.streets.get(mould.ward) or self.town.streets["all"]
        which = mould.ward if mould.ward in self.town.streets else "all"
        request.house = self.town.house(which, chance.randrange(len(side)), 1 + int(chance.random() ** 2 * 180))
        return request

    @property
    def _now(self) -> dt.datetime:
        """A quarter of an hour before the last midnight: what leaves after an act has left."""
        return self.town.instant(self.town.last, -900, 0)

    def _person(self, chance: Random, mould: Mould, day: dt.date) -> Person:
        people = self.people
        veiled = mould.facts["confidential"] and chance.random() < 0.3
        rank = people.some(chance, day)
        for _try in range(2000):
            if people.has(rank, **mould.needs, veiled=veiled):
                return people.get(rank)
            rank = (rank + 1) % people.count
        return people.get(rank)

    def _instants(self, chance: Random, mould: Mould, start: dt.datetime) -> list[dt.datetime]:
        """Agents act on working days, people when they like; what would be after today has not happened."""
        instants, at = [start], start
        slow = chance.lognormvariate(0, 0.55) * (4 if chance.random() < LATE_STORIES else 1)
        for stage in mould.stages[1:]:
            wait = stage.after * slow * (0.5 + chance.random())
            after = self._by_agent(chance, at, wait) if stage.by_agent else at + dt.timedelta(days=wait)
            after = max(after, at + dt.timedelta(minutes=20 + chance.randrange(60)))
            if after > self._now or chance.random() * 100 < FORGOTTEN:
                break
            instants.append(after)
            at = after
        return instants

    def _by_agent(self, chance: Random, at: dt.datetime, wait: float) -> dt.datetime:
        town = self.town
        day = town.local_day(at)
        if (day - town.last).days > -2 and not town.is_open(day):
            return at + dt.timedelta(days=3)
        worked = town.later(day, min(int(wait), 200))
        return town.instant(worked, second_of(chance, at_the_desk=True), chance.randrange(1_000_000))


class Ids:
    """Row numbers: each request has its own run of them in each table, so that any day is drawn apart."""

    def __init__(self, bases: dict[str, int], strides: dict[str, int]) -> None:
        self.bases, self.strides = bases, strides

    def of(self, index: int) -> dict[str, int]:
        return {table: self.bases[table] + index * stride + 1 for table, stride in self.strides.items()}
