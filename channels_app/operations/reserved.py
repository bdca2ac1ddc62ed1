"""The codes of the continuity pack: found as typed or scanned, used once."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from channels_app.models import ReservedCode
from core import calendar
from core.errors import Refused
from procedures.models import ProcedureVersion
from requests_app.models import ServiceRequest

# As Crockford reads them: what looks alike is the same.
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def find_code(text: str) -> ReservedCode | None:
    """Whatever its spaces, hyphens and case; None when it is none of ours."""
    letters = re.sub(r"[^0-9A-Z]", "", (text or "").upper()[:80]).translate(_ALIKE)
    codes = ReservedCode.objects.select_related("procedure_version__procedure", "used_by", "pack")
    return codes.filter(code=letters).first() if len(letters) == 26 else None


def locked(text: str, version: ProcedureVersion) -> ReservedCode:
    """Held until the end of the transaction. Raises Refused: unknown, already used, of another procedure."""
    found = find_code(text)
    if found is None:
        raise Refused(_("Ce code de formulaire n’existe pas. Relisez-le sous le dessin carré : 26 signes."))
    kept = ReservedCode.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if kept.used_at is not None:
        raise Refused(
            _("Ce formulaire est déjà saisi : son code a servi le %s. Cherchez la demande de la personne.")
            % calendar.local_date(found.pack.commune, kept.used_at).strftime("%d/%m/%Y")
        )
    if found.procedure_version.procedure_id != version.procedure_id:
        raise Refused(
            _("Ce code est celui d’un formulaire « %s ». Choisissez cette démarche.")
            % found.procedure_version.procedure.title
        )
    return kept


def use(kept: ReservedCode, service_request: ServiceRequest) -> None:
    """The number exists from now on; the same paper cannot be entered twice."""
    kept.used_by, kept.used_at = service_request, calendar.now()
    kept.save(update_fields=["used_by", "used_at"])
