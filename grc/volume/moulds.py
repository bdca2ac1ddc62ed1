"""A story ready to be cast: the lines COPY takes, with holes, for each act at which it may have stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from core import outbox
from grc.volume.playing import Play
from grc.volume.reading import Reader, Symbol, as_searched, leftovers
from grc.volume.stage import Table

Getter = Callable[[list[str]], tuple[str, ...]]
# Cells that are not what they seem: told by their column.
BY_COLUMN: dict[tuple[str, str], Symbol] = {
    ("requests_app_servicerequest", "next_due_on"): ("next_due",),
    ("requests_app_servicerequest", "next_alert_on"): ("next_alert",),
    ("requests_app_servicerequest", "last_event_kind"): ("last_kind",),
    ("requests_app_servicerequest", "last_event_at"): ("last_at",),
    ("requests_app_draft", "resume_code"): ("resume_code",),
    ("files_storedfile", "path"): ("path",),
    ("files_storedfile", "wrapped_key"): ("wrapped_key",),
    ("files_storedfile", "size"): ("size",),
    ("channels_app_inboundemail", "size"): ("size",),
    ("requests_app_decision", "number"): ("decision_number",),
}
SYSTEM_PROCEDURE = "a-qualifier"
RULED_COLUMNS = ("ar_due_on", "rejection_due", "acceptance_due", "target_on")
OF_ONE_ROW = {"path", "wrapped_key", "size", "resume_code"}
SEARCHED = ("core_searchentry", "text")
# What the sweeps of the night have taken away since: the column they count from, the days it stays after it.
PURGED = {
    "requests_app_draft": ("expires_on", 0),
    "core_outboxevent": ("occurred_at", outbox.KEPT.days),
    "core_outboxdelivery": ("done_at", outbox.KEPT.days),
}
KEPT_EMPTY = {"next_alert_on", "wrapped_key"}


@dataclass
class Line:
    """``text % getter(values)`` is one line of COPY."""

    table: str
    text: str
    getter: Getter | None
    wanted: tuple[int, ...] = ()
    # The day its purge counts from, for how many days it stays; None: as long as the request.
    life: tuple[Symbol, int] | None = None

    def cast(self, values: list[str]) -> str:
        line = self.text % self.getter(values) if self.getter else self.text
        # Whoever has no telephone leaves no hole in the words that find them.
        return line.replace("  ", " ").replace("  ", " ") if self.table == SEARCHED[0] else line


@dataclass
class Stage:
    """What stands once this act is over."""

    act: str
    after: float
    by_agent: bool
    phase: str
    revision: int
    event: str
    event_at: Symbol
    # The dates this request has by then, and which day each is.
    has: dict[str, Symbol]
    lines: list[Line] = field(default_factory=list)
    # Which values its lines need, in the order in which they can be computed.
    order: list[int] = field(default_factory=list)

    @property
    def ruled(self) -> bool:
        return "rejection_due" in self.has or "acceptance_due" in self.has


@dataclass
class Mould:
    key: str
    story: str
    channel: str
    procedure: str
    service: str
    weight: float
    months: list[float]
    ward: str
    symbols: list[Symbol]
    stages: list[Stage]
    facts: dict[str, Any]
    proofs: list[Line]
    most_rows: dict[str, int]
    needs: dict[str, bool]


def mould_of(play: Play, tables: dict[int, Table], *, ward: str, weight: float) -> Mould:
    """Raises ValueError when something of the stage would be cast as it is."""
    reader = Reader(play, tables)
    names = {table.name: table for table in tables.values()}
    slots: dict[Symbol, int] = {}
    most: dict[str, int] = {}
    stages = []
    for reader.reached, stop in enumerate(play.stops):
        columns = names["requests_app_servicerequest"].columns
        request = dict(zip(columns, stop.rows["requests_app_servicerequest"][0], strict=True))
        event_at = _symbol(reader, request["last_event_at"])
        stage = Stage(
            stop.act, stop.after, stop.by_agent, stop.phase, stop.revision, request["last_event_kind"], event_at,
            _dates(reader, request),
        )  # fmt: skip
        for name, rows in stop.rows.items():
            for row in rows:
                stage.lines.append(_line(reader, names[name], row, slots, most))
        stages.append(stage)
    made, story = play.request, play.story
    proofs = [_text(reader, text, slots, most) for text in reader.proofs]
    _refuse_leftovers(story["key"], stages)
    for stage in stages:
        stage.order = _order(list(slots), stage, proofs)
    return Mould(
        key=f"{story['key']}/{play.channel}",
        story=story["key"],
        channel=play.channel,
        procedure=made.procedure.code,
        service=made.service.code,
        weight=weight,
        months=story.get("months") or [1] * 12,
        ward=ward,
        symbols=list(slots),
        stages=stages,
        facts=_facts(made, story["procedure"] == SYSTEM_PROCEDURE),
        proofs=proofs,
        most_rows=most,
        needs=_needs(list(slots), stages),
    )


Slots = dict[Symbol, int]


def _line(reader: Reader, table: Table, row: list[str], slots: Slots, most: dict[str, int]) -> Line:
    text: list[str] = []
    wanted: list[int] = []
    for column, cell in zip(table.columns, row, strict=True):
        told = _told(table.name, column)
        if told is not None and told[0] in OF_ONE_ROW:
            told = (*told, table.name, row[0])
        empty = cell == r"\N" or (cell == "" and column in KEPT_EMPTY)
        parts: list[str | Symbol] = reader.split(cell) if told is None or empty else [told]
        if (table.name, column) == SEARCHED:
            parts = [as_searched(part) for part in parts]
        _pour(parts, text, wanted, slots, most)
        text.append("\t")
    text[-1] = "\n"
    return Line(table.name, "".join(text), _getter(wanted), tuple(wanted), _life(reader, table, row))


def _life(reader: Reader, table: Table, row: list[str]) -> tuple[Symbol, int] | None:
    column, days = PURGED.get(table.name, ("", 0))
    return (_symbol(reader, row[table.columns.index(column)]), days) if column else None


def _text(reader: Reader, said: str, slots: Slots, most: dict[str, int]) -> Line:
    text: list[str] = []
    wanted: list[int] = []
    _pour(reader.split(said), text, wanted, slots, most)
    return Line("", "".join(text), _getter(wanted), tuple(wanted))


def _told(table: str, column: str) -> Symbol | None:
    if table == "requests_app_servicerequest" and column in RULED_COLUMNS:
        return ("day", ("rule", column))
    return BY_COLUMN.get((table, column))


def _pour(parts: list[str | Symbol], text: list[str], wanted: list[int], slots: Slots, most: dict[str, int]) -> None:
    for part in parts:
        if isinstance(part, str):
            text.append(part.replace("%", "%%"))
            continue
        text.append("%s")
        wanted.append(slots.setdefault(part, len(slots)))
        if part[0] == "row":
            most[str(part[1])] = max(most.get(str(part[1]), 0), int(str(part[2])) + 1)


def _getter(wanted: list[int]) -> Getter | None:
    """One value alone comes without its tuple: ``%`` takes both."""
    return itemgetter(*wanted) if wanted else None


def _needs(symbols: list[Symbol], stages: list[Stage]) -> dict[str, bool]:
    """What must be known of the person whose story it is; the search holds whatever there is."""
    used = {place for stage in stages for line in stage.lines if line.table != SEARCHED[0] for place in line.wanted}
    told = _bare([symbol for place, symbol in enumerate(symbols) if place in used])
    named = {str(symbol[1]) for symbol in told if symbol[0] in ("raw", "fold")}
    return {
        "email": "email" in named,
        "phone": any(name.startswith("phone") for name in named),
        "birth": any(name.startswith("born") for name in named),
    }


def _bare(symbols: list[Symbol]) -> list[Symbol]:
    return [symbol[1] if symbol[0] == "typo" and isinstance(symbol[1], tuple) else symbol for symbol in symbols]


def _order(symbols: list[Symbol], stage: Stage, proofs: list[Line]) -> list[int]:
    """A proof is that of the other values, one proof of another: last, and in their order."""
    wanted = {place for line in stage.lines for place in line.wanted}
    proved = {place: int(str(symbols[place][1])) for place in wanted if symbols[place][0] == "proof"}
    wanted |= {place for which in proved.values() for place in proofs[which].wanted}
    plain = sorted(place for place in wanted if symbols[place][0] != "proof")
    proved = {place: int(str(symbols[place][1])) for place in wanted if symbols[place][0] == "proof"}
    return plain + sorted(proved, key=lambda place: proved[place])


OWN_DATES = (*RULED_COLUMNS, "ar_sent_on", "decided_on", "reach_on", "third_party_on")


def _dates(reader: Reader, request: dict[str, str]) -> dict[str, Symbol]:
    """As ``situation_of`` reads them: an acknowledgement no longer due has no date, an opinion is waited for or not."""
    found: dict[str, Symbol] = {}
    for name in OWN_DATES:
        if request[name] != r"\N":
            which = _symbol(reader, request[name])[1]
            found[name] = which if isinstance(which, tuple) else ()
    if request["ar_due"] == "f":
        found.pop("ar_due_on", None)
    if request["phase"] != "waiting_third_party":
        found.pop("third_party_on", None)
    return found


def _symbol(reader: Reader, cell: str) -> Symbol:
    """Of a cell that is one symbol and nothing else."""
    (only,) = reader.split(cell)
    assert isinstance(only, tuple)  # noqa: S101 - narrows the type
    return only


def _facts(made: Any, is_system: bool) -> dict[str, Any]:
    return {
        "procedure": made.procedure_version_id,
        "silence": made.silence,
        "period": made.period,
        "ar_due": made.ar_due,
        "definition": made.procedure_version.definition,
        "service_id": made.service_id,
        "confidential": made.confidential,
        "system": is_system,
    }


def _refuse_leftovers(key: str, stages: list[Stage]) -> None:
    found = leftovers(line.text for stage in stages for line in stage.lines)
    if found:
        raise ValueError(f"{key}: {sorted(found)[:8]}")
