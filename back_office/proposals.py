"""Which procedure a message is probably about, and the words that say so: a proposal an agent confirms. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.folding import fold
from procedures.lexicon import phrases_said
from procedures.models import Procedure

MOST = 3
# Words found in the subject say more than words found in the text.
OF_SUBJECT, OF_TEXT = 3, 1


@dataclass(frozen=True)
class Proposal:
    """``reason`` is shown beside it: a machine never proposes without saying why."""

    procedure: Procedure
    reason: str
    score: int = 0


def propose(subject: str, text: str, procedures: Iterable[Procedure]) -> list[Proposal]:
    """Best first, at most three; nothing when no word of the catalogue was written."""
    places = (f" {fold(subject)} ", f" {fold(text[:5000])} ")
    found = [_one(procedure, *places) for procedure in procedures]
    kept = [one for one in found if one.score]
    return sorted(kept, key=lambda one: (-one.score, one.procedure.title))[:MOST]


def _one(procedure: Procedure, subject: str, text: str) -> Proposal:
    phrases = [*procedure.keywords, procedure.title, procedure.short_title]
    in_subject, in_text = phrases_said(phrases, subject), phrases_said(phrases, text)
    score = OF_SUBJECT * _weight(in_subject) + OF_TEXT * _weight(in_text)
    if in_subject:
        return Proposal(procedure, _("mots %s dans l’objet") % _quoted(in_subject), score)
    return Proposal(procedure, _("mots %s dans le message") % _quoted(in_text), score)


def _quoted(words: list[str]) -> str:
    return ", ".join(f"« {word} »" for word in words[:3])


def _weight(phrases: list[str]) -> int:
    """Several words together say much more than one."""
    return sum(len(fold(phrase).split()) ** 2 for phrase in phrases)
