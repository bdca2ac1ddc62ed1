"""Whether two requests may be followed as one, and what the kept one owes then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from procedures.enums import Silence
from requests_app.enums import UNDECIDED

REGIME = (
    "silence", "period_count", "period_unit", "regime_text", "regime_confirmed", "rejection_due", "acceptance_due",
)  # fmt: skip
# What the kept one may take from those merged into it.
CARRIED = (*REGIME, "target_on")
Values = Mapping[str, Any]


def older_first(one: Any, other: Any) -> tuple[Any, Any]:
    """The one received first is kept, with its number: its dates are the first that the person was told."""
    return (one, other) if (one.received_on, one.pk) <= (other.received_on, other.pk) else (other, one)


def refusal(kept: Any, merged: Any) -> str:
    """Why these two may not be merged, whoever asks; empty when they may."""
    if kept.pk == merged.pk:
        return _("C’est la même demande : donnez le numéro d’une autre.")
    if kept.confidential != merged.confidential:
        return _("Ces deux demandes ne peuvent pas être réunies : elles ne sont pas ouvertes aux mêmes agents.")
    if kept.confidential and kept.service.sector_id != merged.service.sector_id:
        return _("Ces demandes confidentielles sont de deux secteurs : elles restent à part.")
    if kept.procedure.is_system and not merged.procedure.is_system:
        return _("Qualifiez d’abord la demande %s : c’est elle qui serait gardée.") % kept.number
    for one in (kept, merged):
        if one.phase not in UNDECIDED:
            return _(
                "La demande %(number)s est à l’état « %(phase)s » : elle ne peut plus être réunie à une autre."
            ) % {
                "number": one.number,
                "phase": one.get_phase_display(),
            }
    if {kept.silence, merged.silence} == {Silence.REJECTION, Silence.ACCEPTANCE}:
        return _(
            "Pour l’une, le silence de la mairie vaut refus ; pour l’autre, il vaut accord. "
            "Elles ne peuvent pas être réunies : liez-les."
        )
    return ""


def carried(own: Values, others: Iterable[Values]) -> dict[str, Any]:
    """What the kept one owes: of all, the earliest date at which silence decides and the earliest target.

    The person loses nothing by being followed under one number.
    """
    found = dict(own)
    for other in others:
        if _due(other) and (not _due(found) or _due(other) < _due(found)):
            found |= {name: other[name] for name in REGIME}
        targets = [day for day in (found["target_on"], other["target_on"]) if day]
        found["target_on"] = min(targets, default=None)
    return found


def _due(values: Values) -> Any:
    return values["rejection_due"] or values["acceptance_due"]
