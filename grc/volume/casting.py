"""One request of the town: the mould of its story, filled with its own people, days, codes and words."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from core import codes
from core.folding import fold
from grc.volume.dated import DayValues
from grc.volume.moulds import Mould
from grc.volume.people import People
from grc.volume.request import Request, Value, shown, spoken, uuid_of
from grc.volume.town import Town
from messaging.threading import message_id_local_part, reply_address

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Caster(DayValues):
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
