"""What the operations wrote on the stage, read back: each number, date, name or code of the play becomes a symbol."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder

from core import codes
from core.folding import fold, unaccent
from core.templatetags.grc_dates import date_simple, jour, jour_court, jour_sans_annee
from core.typography import NARROW, NO_BREAK
from grc.seeding.clock import clock_at
from grc.volume import placeholders as the
from grc.volume.playing import Play
from grc.volume.stage import ROWS_A_PLAY, Table, row_base
from messaging.threading import read_reply_token
from requests_app import acknowledging

Symbol = tuple[object, ...]
# A date further from every act was promised when the request was filed.
NEAR_DAYS = 28
NEAR = dt.timedelta(hours=7)
RULED = ("ar_due_on", "rejection_due", "acceptance_due", "target_on")

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_YEAR = the.STAGE_DAY.year
_STAMP = rf"{_YEAR}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00|\+00)?"
_ROW = r"7\d{17}"
_REPLY = r"\+r\.[a-z0-9]+(?:-[a-z0-9]+)?\.[0-9a-v]{16}(?=@)"


@dataclass
class Reader:
    """Symbols of one play, read act by act (``reached``). ``exact``: words that stand for one thing."""

    play: Play
    tables: dict[int, Table]
    reached: int = 0

    def __post_init__(self) -> None:
        made = self.play.request
        self.instants = [stop.at for stop in self.play.stops]
        self.days = {at.date(): rank for rank, at in reversed(list(enumerate(self.instants)))}
        self.exact: dict[str, Symbol] = {}
        self.uuids: dict[str, int] = {}
        self.hashes: dict[str, int] = {}
        self._name_people()
        self._name_request(made)
        self._name_dates(made)
        self.proofs = self._name_proofs()
        words = sorted(self.exact, key=len, reverse=True)
        known = "|".join(re.escape(word).replace(r"\ ", f"[ {NO_BREAK}{NARROW}]") for word in words)
        self.pattern = re.compile(
            rf"(?P<reply>{_REPLY})|(?P<mac>{_UUID}\.[0-9a-f]{{24}})|(?P<uuid>{_UUID})|(?P<stamp>{_STAMP})"
            rf"|(?P<exact>{known})|(?P<hash>(?<![0-9a-f])[0-9a-f]{{64}}(?![0-9a-f]))|(?P<row>(?<!\d){_ROW}(?!\d))"
            rf"|(?P<day>{_YEAR}-\d\d-\d\d)|(?P<preview>(?<=apercu-)[0-9a-f]{{8}})"
        )

    # What there is to know beforehand ------------------------------------------------------------------------------
    def _name_people(self) -> None:
        home, place = f"{the.HOME_NUMBER} rue des Zqrues", f"{the.PLACE_NUMBER} rue des Zqrues"
        both = {
            the.FAMILY: "family", the.FIRST: "first", the.OTHER_FAMILY: "other_family", the.OTHER_FIRST: "other_first",
            the.EMAIL: "email", home: "home", place: "place",
        }  # fmt: skip
        for word, name in both.items():
            self.exact[fold(word)] = ("fold", name)
            self.exact[word] = ("raw", name)
            self.exact["".join(word.lower().split())] = ("tight", name) if " " in word else self.exact[fold(word)]
        for word in the.WORDS:
            self.exact[fold(word)] = ("fold", ("text", word))
            self.exact[word] = ("raw", ("text", word))
        self.exact[the.PHONE] = ("raw", "phone")
        for prefix in ("+33", "0"):
            self.exact[prefix + the.PHONE_DIGITS] = ("raw", f"phone{prefix}")
        self.exact["zqappel"], self.exact["zqmessage@zqdomaine.example"] = ("call",), ("mail",)
        for day, name in ((the.BORN, "born"), (the.OTHER_BORN, "other_born")):
            self.exact[day.isoformat()] = ("raw", f"{name}_iso")
            for word in (jour(day), date_simple(day)):
                self.exact[fold(word)] = ("fold", f"{name}_{'day' if word[0].isalpha() else 'plain'}")
                self.exact[word] = ("raw", f"{name}_{'day' if word[0].isalpha() else 'plain'}")

    def _name_request(self, made) -> None:
        version = made.codes_version
        self.exact[codes.link_token(made.public_id, version)] = ("link",)
        spoken = codes.spoken_code(made.public_id, version)
        self.exact |= {spoken: ("spoken",), made.deposit_code: ("deposit",), made.number: ("number",)}
        self.exact[fold(made.number)] = ("number_fold",)
        self.uuids[str(made.public_id)] = 0
        if made.lat is not None:
            for name, value in (("lat", repr(made.lat)), ("lon", repr(made.lon))):
                self.exact |= {fold(value): ("fold", name), value: ("raw", name)}

    def _name_dates(self, made) -> None:
        """The French of every day of the rows, as written in the year of the stage."""
        self.ruled = {day: name for name in reversed(RULED) if (day := getattr(made, name)) and day not in self.days}
        text = "\n".join(
            cell for stop in self.play.stops for rows in stop.rows.values() for row in rows for cell in row
        )
        self.exact |= dict.fromkeys(re.findall(rf"D-{_YEAR}-\d{{5}}", text), ("decision_number",))
        self.exact |= dict.fromkeys(re.findall(rf"A-{_YEAR}-\d{{6}}", text), ("arrival_number",))
        for found in set(re.findall(rf"a {_YEAR} \d{{6}}|a {_YEAR}\d{{6}}", text)):
            self.exact[found] = ("arrival_number_fold",)
        days = {dt.date.fromisoformat(found) for found in re.findall(rf"{_YEAR}-\d\d-\d\d", text)}
        with clock_at(self.instants[0]):
            for day in sorted(days | set(self.days) | set(self.ruled)):
                for style, say in FRENCH.items():
                    said = say(day)
                    self.exact[fold(said)] = ("said_fold", style, day)
                    self.exact[said] = ("said", style, day)

    def _which(self, day: dt.date) -> Symbol:
        """(« step », rank), (« rule », name) or (« since », rank of a step, days after), of the steps read so far."""
        rank = self.days.get(day)
        if rank is not None and rank <= self.reached:
            return ("step", rank)
        if day in self.ruled:
            return ("rule", self.ruled[day])
        near = max((known for at, known in self.days.items() if at <= day and known <= self.reached), default=0)
        gap = (day - self.instants[near].date()).days
        if gap > NEAR_DAYS:
            near, gap = 0, (day - self.instants[0].date()).days
        return ("since", near, gap)

    def _name_proofs(self) -> list[str]:
        """What was hashed as it was hashed, so that each proof of the cast is that of its own words."""
        found: list[str] = []
        rows = self.play.stops[-1].rows
        names = {table.name: table.columns for table in self.tables.values()}
        wanted = (("requests_app_servicerequest", "answers"), ("requests_app_acknowledgement", "mentions"))
        for table, column in wanted:
            place = names[table].index(column)
            for row in rows.get(table, ()):
                value = json.loads(unescaped(row[place]))
                proof = acknowledging.fingerprint(value)
                if proof not in self.exact:
                    self.exact[proof] = ("proof", len(found))
                    found.append(canonical(value))
        return found

    # Reading a cell -------------------------------------------------------------------------------------------------
    def split(self, cell: str) -> list[str | Symbol]:
        """Plain text and symbols in turn."""
        parts: list[str | Symbol] = []
        last = 0
        for found in self.pattern.finditer(cell):
            if found.start() > last:
                parts.append(cell[last : found.start()])
            parts.append(self._symbol(found.lastgroup or "", found.group()))
            last = found.end()
        if last < len(cell):
            parts.append(cell[last:])
        return parts

    def _symbol(self, group: str, text: str) -> Symbol:
        readers: dict[str, Callable[[str], Symbol]] = {
            "exact": self._known,
            "uuid": lambda word: self._uuid(word),
            "mac": lambda word: ("mac", self._uuid(word.partition(".")[0])[1]),
            "hash": lambda word: ("hash", self.hashes.setdefault(word, len(self.hashes))),
            "preview": lambda word: ("hex8", word),
            "row": self.row,
            "day": lambda word: ("day", self._which(dt.date.fromisoformat(word))),
            "stamp": self._stamp,
            "reply": self._reply,
        }
        return readers[group](text)

    def _known(self, text: str) -> Symbol:
        plain = text.replace(NO_BREAK, " ").replace(NARROW, " ")
        found = self.exact[plain]
        if isinstance(found[-1], dt.date):
            found = (*found[:-1], self._which(found[-1]))
        return found if plain == text else ("typo", found)

    def _uuid(self, text: str) -> Symbol:
        return ("uuid", self.uuids.setdefault(text, len(self.uuids)))

    def row(self, text: str) -> Symbol:
        number = int(text)
        code = int(text[1:3])
        ordinal = number - row_base(code) - self.play.rank * ROWS_A_PLAY
        return ("row", self.tables[code].name, ordinal)

    def _stamp(self, text: str) -> Symbol:
        """An instant of the stage: which act it goes with, and how many microseconds away."""
        at = dt.datetime.fromisoformat(text.replace("Z", "+00:00").replace("+00:00", "+00").replace("+00", "+00:00"))
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        near = min(range(len(self.instants)), key=lambda rank: abs(self.instants[rank] - at))
        if abs(self.instants[near] - at) > NEAR:
            near = max((rank for rank, known in enumerate(self.instants) if known <= at), default=0)
        style = "json" if "T" in text else "sql"
        return ("stamp", style, near, round((at - self.instants[near]).total_seconds()))

    def _reply(self, text: str) -> Symbol:
        token = read_reply_token(f"x{text}@x")
        if token is None:
            raise ValueError(f"reply address not ours: {text}")
        return ("reply", token.kind, self.row(str(token.request_ref)), token.agent_ref)


FRENCH: dict[str, Callable[[dt.date], str]] = {
    "jour": jour,
    "simple": date_simple,
    "sans": jour_sans_annee,
    "court": jour_court,
}


def as_searched(part: str | Symbol) -> str | Symbol:
    """In the search everything is folded, what has neither accent nor capital included."""
    if isinstance(part, tuple) and part[0] in ("raw", "said", "number"):
        return (FOLDED[str(part[0])], *part[1:])
    return part


FOLDED = {"raw": "fold", "said": "said_fold", "number": "number_fold"}


def unescaped(cell: str) -> str:
    """As the column holds it: COPY doubles backslashes and spells out line ends and tabs."""
    return cell.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\")


def canonical(value: object) -> str:
    """What ``acknowledging.fingerprint`` hashes."""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def leftovers(cells: Iterable[str]) -> set[str]:
    """What should have become a symbol: words of the stage, its year, today’s date."""
    pattern = re.compile(rf".{{0,30}}(?:[Zz]q[a-z]+|{_YEAR})|7\d{{16,}}|{re.escape(the.PHONE_DIGITS)}|7717|7719")
    return {found for cell in cells for found in pattern.findall(unaccent(cell))}
