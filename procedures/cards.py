"""The agent card of a procedure, and whether the person must come: read from its definition. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procedures.form_engine import say
from procedures.models import ProcedureVersion


@dataclass(frozen=True)
class Call:
    who: str
    phone: str
    when: str


@dataclass(frozen=True)
class ReplyModel:
    """``outdated``: its review date has passed, the agent is told « à revoir »."""

    title: str
    text: str
    review_on: dt.date
    outdated: bool


@dataclass(frozen=True)
class AgentCard:
    say: tuple[str, ...]
    ask: tuple[str, ...]
    never: tuple[str, ...]
    call: tuple[Call, ...]
    replies: tuple[ReplyModel, ...]


@dataclass(frozen=True)
class Presence:
    required: bool
    why: str
    where: str


def agent_card(version: ProcedureVersion, on: dt.date) -> AgentCard | None:
    """None when the procedure has none yet; ``on`` is today."""
    given = version.definition.get("agent_card")
    if not given:
        return None
    return AgentCard(
        say=_lines(given["say"]),
        ask=_lines(given["ask"]),
        never=_lines(given["never"]),
        call=tuple(Call(say(one["who"]), one["phone"], say(one["when"])) for one in given.get("call", ())),
        replies=tuple(_reply(one, on) for one in given.get("replies", ())),
    )


def presence(version: ProcedureVersion) -> Presence | None:
    given = version.definition.get("presence")
    return Presence(given["required"], say(given["why"]), say(given["where"])) if given else None


def _lines(given: list) -> tuple[str, ...]:
    return tuple(say(one) for one in given)


def _reply(given: dict, on: dt.date) -> ReplyModel:
    review_on = dt.date.fromisoformat(given["review_on"])
    return ReplyModel(say(given["title"]), say(given["text"]), review_on, outdated=review_on < on)
