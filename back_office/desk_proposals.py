"""« Dites-le avec ses mots »: the procedures those words point to, with the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.actor import Actor
from core.models import Commune
from organisation.operations import locate
from organisation.rules.addresses import read_address
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from procedures.finding import find_procedures
from procedures.form_engine import Form
from procedures.models import ProcedureVersion

from .desk import DeskState

MOST = 5
# From a house number, or from the kind of street, to the end of what was said.
_KINDS = "rue|avenue|av|boulevard|bd|place|impasse|chemin|quai|allée|allee|route|square|cours|passage"
NUMBER_AND_STREET = re.compile(rf"(?:\d{{1,4}}\s*(?:bis|ter)?,?\s+)?(?:{_KINDS})\b.*", re.IGNORECASE)


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


def place_said(text: str, version: ProcedureVersion, commune: Commune) -> dict[str, Any]:
    """« devant le 8 rue Pasteur »: the place is already in the words; the agent reads it again in the form."""
    field = next((one for one in Form.from_definition(version.definition).fields if one.kind == "point"), None)
    said = NUMBER_AND_STREET.search(text)
    if field is None or said is None:
        return {}
    street = locate(commune.pk, address=said.group(0)).street
    if street is None:
        return {}
    number = read_address(said.group(0)).number
    return {field.key: {"words": f"{number} {street.name}".strip()}}
