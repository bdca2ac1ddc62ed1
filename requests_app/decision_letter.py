"""A decision as the letter a person keeps: the same words as on the follow-up page (CRPA L211-5, L212-2)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_app import acknowledging
from requests_app.enums import Outcome
from requests_app.models import Decision

_RULINGS = {
    Outcome.GRANTED: _("Votre demande est accordée."),
    Outcome.REFUSED: _("Votre demande est refusée."),
    Outcome.PARTLY: _("Votre demande est accordée en partie."),
}


def decision_data(decision: Decision) -> dict[str, Any]:
    """What templates/letters/decision.html reads, from the frozen decision."""
    return {
        **acknowledging.mentions(decision.request),
        "decision_number": decision.number,
        "issued_on": decision.decided_on.isoformat(),
        "outcome_label": str(_RULINGS[Outcome(decision.outcome)]),
        "text": decision.text,
        "grounds_law": decision.grounds_law,
        "grounds_fact": decision.grounds_fact,
        "author": {
            "first_name": decision.author_first_name,
            "last_name": decision.author_last_name,
            "quality": decision.author_quality,
            "service": decision.service_name,
        },
        "appeal": _appeal(decision.appeal_text),
    }


def _appeal(text: str) -> dict[str, Any]:
    """The frozen text back into its ways: an introduction, then « – title : text » lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    ways = [_way(line.removeprefix("– ")) for line in lines if line.startswith("– ")]
    intro = " ".join(line for line in lines if not line.startswith("– "))
    return {"intro": intro.removesuffix(" :"), "ways": ways}


def _way(line: str) -> dict[str, str]:
    title, separator, text = line.partition(" : ")
    return {"title": title, "text": text[:1].upper() + text[1:]} if separator else {"title": "", "text": line}
