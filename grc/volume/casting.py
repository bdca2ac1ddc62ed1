"""One request of the town: the mould of its story, filled with its own people, days, codes and words."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any, cast

from core import codes
from core.folding import fold
from core.typography import french
from grc.volume import words
from grc.volume.moulds import Mould, Stage
from grc.volume.people import People, Person
from grc.volume.saying import say
from grc.volume.town import House, Town
from messaging.threading import message_id_local_part, reply_address
from requests_app.rules import alerts
from requests_app.rules.deadlines import Situation, next_due

NULL = r"\N"
# Nobody promises a call on a Sunday: a day this near is put off to the next one that is worked.
PROMISED_DAYS = 5
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


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


Stamp = tuple[str, str, int, int]
Value = Callable[[Request], str]


class Caster:
    """Turns the symbols of moulds into functions, once a process."""

    def __init__(self, town: Town, people: People, wrapping_key: str) -> None:
        self.town, self.people, self.wrapping_key = town, people, wrapping_key
        self._compiled: dict[int, list[Value]] = {}

    def values(self, request: Request) -> list[str]:
        mould = request.mould
        found = self._compiled.get(id(mould))
        if found is None:
            ordered = self._compiled[id(mould)] = [self._value(symbol, mould) for symbol in mould.symbols]
            found = ordered
        request.values = [""] * len(found)
        for place in request.stage.order:
            request.values[place] = found[place](request)
        return request.values

    def rank(self, request: Request) -> int:
        """One number a request, after every letter and decision the town already has."""
        bases = self.people.bases
        return max(bases["requests_app_servicerequest"], bases["channels_app_postalitem"]) + request.index + 1

    def _value(self, symbol: tuple[Any, ...], mould: Mould) -> Value:
        return getattr(self, f"_{symbol[0]}")(mould, *symbol[1:])

    # Names and numbers ----------------------------------------------------------------------------------------------
    def _raw(self, mould: Mould, name: Any) -> Value:
        return lambda request: spoken(request, name)[0]

    def _fold(self, mould: Mould, name: Any) -> Value:
        return lambda request: spoken(request, name)[1]

    def _tight(self, mould: Mould, name: str) -> Value:
        return lambda request: request.person.house.tight if name == "home" else request.house.tight

    def _typo(self, mould: Mould, inner: tuple[Any, ...]) -> Value:
        if inner == ("raw", "home"):
            return lambda request: request.person.house.shown
        if inner == ("raw", "place"):
            return lambda request: request.house.shown
        value = self._value(inner, mould)
        return lambda request: shown(value(request))

    def _row(self, mould: Mould, table: str, ordinal: int) -> Value:
        if table == "citizens_citizen":
            return lambda request: str(self.people.row_id(request.person.rank))
        return lambda request: str(request.rows[table] + ordinal)

    def _uuid(self, mould: Mould, which: int) -> Value:
        return lambda request: str(uuid_of(request, which))

    def _mac(self, mould: Mould, which: int) -> Value:
        return lambda request: message_id_local_part(uuid_of(request, which))

    def _link(self, mould: Mould) -> Value:
        return lambda request: codes.link_token(uuid_of(request, 0), 1)

    def _spoken(self, mould: Mould) -> Value:
        return lambda request: codes.spoken_code(uuid_of(request, 0), 1)

    def _reply(self, mould: Mould, kind: Any, row: tuple[Any, ...], agent: int | None) -> Value:
        number = self._value(row, mould)

        def value(request: Request) -> str:
            address = reply_address("x@x", request_ref=int(number(request)), kind=kind, agent_ref=agent)
            return address[1 : address.index("@")]

        return value

    def _deposit(self, mould: Mould) -> Value:
        return lambda request: "".join(request.chance.choices(_CROCKFORD, k=26))

    def _resume_code(self, mould: Mould, *of_row: str) -> Value:
        return lambda request: "-".join(
            "".join(request.chance.choices(codes.SPOKEN_ALPHABET, k=4)) for _part in range(3)
        )

    def _number(self, mould: Mould) -> Value:
        return lambda request: request.number

    def _number_fold(self, mould: Mould) -> Value:
        return lambda request: fold(request.number)

    def _decision_number(self, mould: Mould) -> Value:
        decided = next((rank for rank, stage in enumerate(mould.stages) if stage.act == "decide"), 0)
        return lambda request: f"D-{request.days[min(decided, request.reached)].year}-{self.rank(request):05d}"

    def _arrival_number(self, mould: Mould) -> Value:
        return lambda request: f"A-{request.days[0].year}-{self.rank(request):06d}"

    def _arrival_number_fold(self, mould: Mould) -> Value:
        return lambda request: fold(f"A-{request.days[0].year}-{self.rank(request):06d}")

    def _call(self, mould: Mould) -> Value:
        return lambda request: f"volume-{self.rank(request)}"

    def _mail(self, mould: Mould) -> Value:
        return lambda request: f"{uuid_of(request, -1)}@postier.example"

    # Bytes that are not there ---------------------------------------------------------------------------------------
    def _hash(self, mould: Mould, which: int) -> Value:
        return lambda request: f"{request.chance.getrandbits(256):064x}"

    def _hex8(self, mould: Mould, which: str) -> Value:
        return lambda request: f"{request.chance.getrandbits(32):08x}"

    def _proof(self, mould: Mould, which: int) -> Value:
        line = mould.proofs[which]
        return lambda request: hashlib.sha256(line.cast(request.values).encode()).hexdigest()

    def _path(self, mould: Mould, *of_row: str) -> Value:
        commune = self.town.commune.pk

        def value(request: Request) -> str:
            name = f"{request.chance.getrandbits(128):032x}"
            return f"{commune}/{name[:2]}/{name}"

        return value

    def _wrapped_key(self, mould: Mould, *of_row: str) -> Value:
        """In the look of ``files.vault``: it opens nothing, there are no bytes to open."""

        def value(request: Request) -> str:
            sealed = request.chance.getrandbits(480).to_bytes(60, "big")
            return f"{self.wrapping_key}:{base64.urlsafe_b64encode(sealed).decode()}"

        return value

    def _size(self, mould: Mould, *of_row: str) -> Value:
        return lambda request: str(int(20_000 + request.chance.random() ** 3 * 2_000_000))

    # Days -----------------------------------------------------------------------------------------------------------
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


@lru_cache(maxsize=50_000)
def shown(text: str) -> str:
    return french(text)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else NULL


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
