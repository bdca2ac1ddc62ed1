"""What a letter is probably about, who should have it, and why: proposals that an agent confirms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actor import Actor
from organisation.models import Service
from organisation.operations import locate
from procedures import routing
from procedures.finding import find_procedures
from procedures.models import Procedure, ProcedureVersion

BY = Actor.system("channels_app.post")
# The words that say the matter stand at the head of the letter.
_FIRST_WORDS = 1200
_OBJECT_WEIGHT = 2.0
_BEGINS = re.compile(r"(?:objet\b.*|(?:madame|monsieur|mesdames|messieurs|bonjour)\b[^.:]{0,40},?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Proposal:
    procedure: Procedure | None = None
    procedure_reason: str = ""
    service: Service | None = None
    service_reason: str = ""

    @property
    def confidential(self) -> bool:
        """The best proposal is a confidential matter: its text is for those who handle it alone."""
        version = self.procedure.current if self.procedure else None
        return bool(self.procedure and (self.procedure.confidential or (version and version.confidential)))


def propose(commune_id: int, *, subject: str, text: str, address: str = "") -> Proposal:
    """The best answer of the catalogue to the words of the object, which weigh more, or of the letter."""
    readings = ((subject, _("dans l’objet"), _OBJECT_WEIGHT), (body_of(text), _("dans la lettre"), 1.0))
    best, best_score = Proposal(), 0.0
    for words, where, weight in readings:
        found = find_procedures(words, commune_id=commune_id, by=BY, limit=1) if words.strip() else []
        if found and found[0].score * weight > best_score:
            best_score = found[0].score * weight
            reason = f"{found[0].reason.rstrip(' .')} ({where})"
            service, why = _service(commune_id, found[0].version, address)
            best = Proposal(found[0].procedure, reason[:300], service, why[:300])
    return best


def body_of(text: str) -> str:
    """The first words of the letter itself: after its object or its greeting, else whole."""
    lines = text.splitlines()
    starts = [at for at, line in enumerate(lines[:40]) if _BEGINS.match(line.strip())]
    return " ".join(lines[max(starts) + 1 if starts else 0 :])[:_FIRST_WORDS]


def _service(commune_id: int, version: ProcedureVersion, address: str) -> tuple[Service | None, str]:
    place = locate(commune_id, address=address) if address else None
    chosen = routing.route(version, {}, place, "post")
    service = Service.objects.filter(commune_id=commune_id, code=chosen.service_code, is_active=True).first()
    return service or version.procedure.service, _whole(chosen.reason)


def _whole(reason: str) -> str:
    """A letter has no form yet: « catégorie … » without its category, or a sentence begun by a comma, says nothing."""
    hollow = reason != reason.strip(" ,;:") or " ," in reason
    return _("service de la démarche") if hollow or not reason else reason
