"""« Dites-le avec ses mots »: the procedures those words point to, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actor import Actor
from core.models import Commune
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from procedures.finding import find_procedures

from .desk import DeskState

MOST = 5


@dataclass(frozen=True)
class Proposal:
    """``marks`` are the person’s words that were recognised; ``warning`` says when this door does not file."""

    value: str
    title: str
    service: str
    icon: str
    marks: list[str]
    reason: str
    warning: str


def of(state: DeskState, commune: Commune, by: Actor) -> list[Proposal]:
    if len(state.words) < 3:
        return []
    found = find_procedures(state.words, commune_id=commune.pk, by=by, channel=state.situation, limit=MOST)
    return [
        Proposal(
            value=str(one.version.public_id),
            title=one.procedure.title,
            service=one.procedure.service.short_name or one.procedure.service.name,
            icon=one.procedure.family.icon,
            marks=list(one.words)[:4],
            reason=one.reason,
            warning=warning(meaning(one.version, state.situation)),
        )
        for one in found
    ]


def warning(does: str) -> str:
    """Said before the choice: what this door does not do."""
    return {
        ChannelMeaning.PREPARES: _("se prépare seulement"),
        ChannelMeaning.CONTACT: _("renseignement seulement"),
        ChannelMeaning.CLOSED: _("pas par cette voie"),
    }.get(ChannelMeaning(does), "")
