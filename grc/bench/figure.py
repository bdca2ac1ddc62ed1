"""One figure of the bench, and how it is taken: so many times, a budget of seconds, p50 and p95."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

KEYS = (
    "name", "size", "p50_ms", "p95_ms", "per_second", "queries", "floor_ms", "ratio", "target", "met", "value", "unit"
)  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """What is asked of one figure; None where nothing is. ``growth`` is of its own p95 at the smallest size."""

    p95_ms: float | None = None
    per_second: float | None = None
    ratio: float | None = None
    queries: int | None = None
    value: float | None = None
    growth: float | None = None

    def words(self, unit: str = "") -> str:
        parts = [
            (self.p95_ms, f"p95 ≤ {self.p95_ms:g} ms" if self.p95_ms else ""),
            (self.per_second, f"≥ {self.per_second:g}/s" if self.per_second else ""),
            (self.ratio, f"≤ {_comma(self.ratio)} × le plancher" if self.ratio else ""),
            (self.queries, f"≤ {self.queries} requêtes" if self.queries else ""),
            (self.value, f"≤ {self.value:g} {unit}".strip() if self.value else ""),
            (self.growth, f"≤ {_comma(self.growth)} × la plus petite taille" if self.growth else ""),
        ]
        return " ; ".join(text for number, text in parts if number is not None)


@dataclass
class Figure:
    """Times in milliseconds; ``value`` with its ``unit`` where neither a time nor a rate says it."""

    name: str
    size: int
    p50_ms: float | None = None
    p95_ms: float | None = None
    per_second: float | None = None
    queries: int | None = None
    floor_ms: float | None = None
    ratio: float | None = None
    target: str | None = None
    met: bool | None = None
    value: float | None = None
    unit: str = ""

    def judged(self, goal: Goal | None) -> Figure:
        if self.floor_ms and self.p50_ms and self.ratio is None:
            self.ratio = round(self.p50_ms / self.floor_ms, 2)
        if goal is not None:
            self.target = goal.words(self.unit)
            self.met = all(self._verdicts(goal))
        return self

    def _verdicts(self, goal: Goal) -> Iterable[bool]:
        most = ((self.p95_ms, goal.p95_ms), (self.ratio, goal.ratio), (self.queries, goal.queries))
        for mine, wanted in (*most, (self.value, goal.value)):
            if wanted is not None:
                yield mine is not None and mine <= wanted
        if goal.per_second is not None:
            yield self.per_second is not None and self.per_second >= goal.per_second

    def as_json(self) -> dict[str, Any]:
        return {key: _rounded(value) for key, value in asdict(self).items() if key in KEYS}


def percentile(times: list[float], share: float) -> float:
    """The smallest time that this share of them does not exceed."""
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)]


def sample(call: Callable[[], object], *, times: int = 40, seconds: float = 8, warm: int = 2) -> list[float]:
    """Milliseconds of each call; stops early when the budget is spent, never before five."""
    for _turn in range(warm):
        call()
    gc.collect()
    taken: list[float] = []
    limit = time.perf_counter() + seconds
    while len(taken) < times and (len(taken) < 5 or time.perf_counter() < limit):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def of_times(name: str, size: int, times: list[float], **more: Any) -> Figure:
    return Figure(name, size, p50_ms=percentile(times, 0.5), p95_ms=percentile(times, 0.95), **more)


def _rounded(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value


def _comma(number: float | None) -> str:
    return f"{number:g}".replace(".", ",")
