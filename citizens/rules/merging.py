"""Standing merges form trees; under which row each person is shown follows from them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from citizens.enums import PartyKind
from citizens.models import Citizen


def roots(rows: Iterable[int], kept_by_merged: Mapping[int, int]) -> dict[int, int]:
    """The kept row of each row, following the standing merges up to their end."""
    found: dict[int, int] = {}
    for row in rows:
        top = row
        while top in kept_by_merged:
            top = kept_by_merged[top]
        found[row] = top
    return found


def refusal(kept: Citizen, merged: Citizen) -> str:
    """Why these two rows cannot be merged this way, in a sentence; empty when they can."""
    if kept.pk == merged.pk:
        return _("Une personne ne peut pas être fusionnée avec elle-même.")
    if kept.commune_id != merged.commune_id:
        return _("Cette fiche n’existe pas.")
    if kept.canonical_id is not None or merged.canonical_id is not None:
        return _("Une de ces fiches est déjà fusionnée avec une autre : ouvrez la fiche gardée.")
    if PartyKind.PERSON in (kept.kind, merged.kind) and kept.kind != merged.kind:
        return _("Une personne et un organisme ne sont pas la même fiche : ajoutez-la plutôt comme contact.")
    if kept.veiled and not merged.veiled:
        return _("Gardez plutôt l’autre fiche : celle-ci n’est connue que par une demande confidentielle.")
    return ""
