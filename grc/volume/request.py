"""One request being drawn, and what it says of its person, its place and itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any

from core.folding import fold
from core.typography import french
from grc.volume import words
from grc.volume.moulds import Mould, Stage
from grc.volume.people import Person
from grc.volume.town import House

NULL = r"\N"


class Request:
    """What the values of one request are computed from."""

    __slots__ = (
        "chance", "days", "index", "instants", "house", "mould", "number", "person", "reached", "rows",
        "said", "stage", "texts", "uuids", "values",
    )  # fmt: skip

    chance: Random
    mould: Mould
    stage: Stage
    instants: list[dt.datetime]
    days: list[dt.date]
    person: Person
    house: House
    texts: dict[str, tuple[str, str]]
    said: dict[object, tuple[str, str]]
    uuids: dict[int, Any]
    rows: dict[str, int]
    values: list[str]
    number: str
    index: int
    reached: int


Value = Callable[[Request], str]


@lru_cache(maxsize=50_000)
def shown(text: str) -> str:
    return french(text)


def uuid_of(request: Request, which: int) -> Any:
    """Drawn when first asked for: a version 4, as the database’s own."""
    found = request.uuids.get(which)
    if found is None:
        found = request.uuids[which] = uuid.UUID(int=request.chance.getrandbits(128), version=4)
    return found


def spoken(request: Request, name: Any) -> tuple[str, str]:
    """(as typed, folded) of a name or a text of this request."""
    if isinstance(name, tuple):
        if name not in request.said:
            request.said[name] = words.said(request.chance, name[1], request.mould.story)
        return request.said[name]
    if name == "place":
        return request.house.line, request.house.folded
    if name in ("lat", "lon"):
        text = request.house.lat if name == "lat" else request.house.lon
        return text, fold(text)
    return request.texts[name]
