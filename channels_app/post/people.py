"""Who may have written a letter, and why: asked for the agent who looks, chosen by nobody but them."""

from __future__ import annotations

from dataclasses import dataclass

from channels_app.models import PostalItem
from citizens.models import Citizen
from citizens.rules import marks
from citizens.search import find_people
from core.actor import Actor

_MOST = 4


@dataclass(frozen=True)
class Proposed:
    """``reasons`` are words shown beside the name."""

    citizen: Citizen
    reasons: list[str]
    score: float


def proposed_people(item: PostalItem, by: Actor) -> list[Proposed]:
    """Of the sender as read, or as typed; those only whom this agent may see."""
    sender = item.sender or item.read_sender
    name, _comma, address = sender.partition(",")
    if not name.strip():
        return []
    street = address.split(",")[0].strip()
    found = find_people(f"{name} {street}".strip(), commune_id=item.commune_id, by=by, limit=_MOST) if street else []
    found = found or find_people(name, commune_id=item.commune_id, by=by, limit=_MOST)
    # The index keeps streets folded: the reason says this one as the letter writes it.
    folded = marks.street_of(street)
    told = [[str(one).replace(folded, street) if folded else str(one) for one in match.reasons] for match in found]
    return [Proposed(match.citizen, reasons, match.score) for match, reasons in zip(found, told, strict=True)]
