"""What a procedure page says, read from the published version: texts in French, nothing decided here."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _, ngettext

from core.enums import Channel
from organisation.models import Service
from portal.ways import Way, counter_address, of_procedure
from procedures.cards import presence
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from procedures.form_engine import say
from procedures.models import Procedure, ProcedureVersion


@dataclass(frozen=True)
class Block:
    title: str
    text: str


@dataclass(frozen=True)
class Needed:
    text: str
    hint: str
    icon: str


@dataclass(frozen=True)
class Sheet:
    intro: str
    facts: list[tuple[str, str]]
    who: list[str]
    who_note: str
    documents: list[Needed]
    steps: list[Block]
    aside: list[Block]
    ways: list[Way] = field(default_factory=list)


@dataclass(frozen=True)
class Visit:
    """Where a form that the site only prepares is ended: `why` the person comes, `place` the address."""

    why: str
    where: str
    place: str
    service: Service


def visit_of(version: ProcedureVersion) -> Visit | None:
    """None where the site files: nothing more to do than to send."""
    if meaning(version, Channel.WEB) != ChannelMeaning.PREPARES:
        return None
    come, service = presence(version), version.procedure.service
    return Visit(
        why=come.why if come else _("La demande se termine avec un agent."),
        where=come.where if come else service.name,
        place=counter_address(service),
        service=service,
    )


def summary_of(procedure: Procedure) -> str:
    """« Gratuit · 3 jours ouvrés », beside its name in a list."""
    given = _page(procedure)
    return " · ".join(text for text in (say(given.get("price")), say(given.get("delay"))) if text)


def sheet_of(procedure: Procedure) -> Sheet:
    given = _page(procedure)
    return Sheet(
        intro=say(given.get("intro")),
        facts=_facts(given),
        who=[say(one) for one in given.get("who", ())],
        who_note=say(given.get("who_note")),
        documents=[
            Needed(say(one["text"]), say(one.get("hint")), one.get("icon") or "file-text")
            for one in given.get("documents", ())
        ],
        steps=[Block(say(one["title"]), say(one["text"])) for one in given.get("steps", ())],
        aside=[Block(say(one["title"]), say(one["text"])) for one in given.get("aside", ())],
        ways=of_procedure(procedure.service, _definition(procedure).get("channels", {})),
    )


def _facts(given: dict[str, Any]) -> list[tuple[str, str]]:
    minutes = given.get("fill_minutes")
    facts = [
        (_("Prix"), say(given.get("price"))),
        (_("À remplir en"), ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else ""),
        (_("Délai"), say(given.get("delay"))),
        (_("Réception"), say(given.get("delivery"))),
    ]
    return [(label, value) for label, value in facts if value]


def _definition(procedure: Procedure) -> dict[str, Any]:
    return procedure.current.definition if procedure.current else {}


def _page(procedure: Procedure) -> dict[str, Any]:
    return _definition(procedure).get("page", {})
