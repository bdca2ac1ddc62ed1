"""What the desk is doing: written in its address, so that a reload, another tab or a lost session lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.enums import Channel
from requests_app import policies

LONGEST = 300
PHONE, COUNTER, POST = Channel.PHONE.value, Channel.COUNTER.value, Channel.POST.value
SITUATIONS: dict[str, str | Promise] = {PHONE: _("Au téléphone"), COUNTER: _("Au guichet"), POST: _("Papier reçu")}
ICONS = {PHONE: "phone", COUNTER: "store", POST: "mailbox"}
WHO: dict[str, str | Promise] = {PHONE: _("Qui appelle ?"), COUNTER: _("Qui est là ?"), POST: _("Qui écrit ?")}
# Nobody says who they are; somebody the town does not know yet.
NOBODY, SOMEBODY_NEW = "sans", "nouvelle"
# The word of an address for each part of the state.
NAMES = {
    "query": "q",
    "words": "mots",
    "person": "personne",
    "procedure": "demarche_vue",
    "draft": "brouillon",
    "situation": "situation",
    "phone": "telephone",
    "call": "appel",
    "code": "code",
    "panel": "faire",
}
PREFIX = "_"
PANELS = frozenset({"renseignement", "rappeler"})


@dataclass(frozen=True)
class DeskState:
    """``person`` and ``draft`` are public ids; ``procedure`` one that this door does not file: its card is read.

    ``panel`` is the small form opened above the bottom bar.
    """

    query: str = ""
    words: str = ""
    person: str = ""
    procedure: str = ""
    draft: str = ""
    situation: str = ""
    phone: str = ""
    call: str = ""
    code: str = ""
    panel: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any], prefix: str = "") -> DeskState:
        """Never raises: what means nothing is left out. ``prefix`` is that of the names in the form of the page."""
        found = {field.name: _text(data, prefix + NAMES[field.name]) for field in fields(cls)}
        found["situation"] = found["situation"] if found["situation"] in SITUATIONS else ""
        found["panel"] = found["panel"] if found["panel"] in PANELS else ""
        return cls(**found)

    def changed(self, **changes: str) -> DeskState:
        return replace(self, **changes)

    def url(self, **changes: str) -> str:
        kept = {NAMES[name]: value for name, value in asdict(self.changed(**changes)).items() if value}
        return reverse("back_office:desk") + (f"?{urlencode(kept)}" if kept else "")

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the one form of the page carries and shows no field for."""
        given = asdict(self)
        return [
            (typed(NAMES[name]), given[name])
            for name in ("person", "procedure", "draft", "phone", "call", "code")
            if given[name]
        ]

    @property
    def speaks(self) -> bool:
        """Somebody is on the line."""
        return self.situation == PHONE

    @property
    def known(self) -> bool:
        """Who asks is settled, be it nobody."""
        return bool(self.person) and self.person != SOMEBODY_NEW


def typed(name: str) -> str:
    """As the form of the page posts it: no question of a procedure begins so, whatever its key."""
    return PREFIX + name


def _text(data: Mapping[str, Any], name: str) -> str:
    return " ".join(str(data.get(name, "")).replace("\x00", "").split())[:LONGEST]


def may_use(by: Actor) -> bool:
    """The rail shows the desk to those whom the desk lets in."""
    return policies.can_use_desk(by) is True
