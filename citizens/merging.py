"""What a merge would do, shown before it is done. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citizens import policies
from citizens.enums import ContactKind, Need
from citizens.models import Citizen, ContactPoint, PersonMerge
from citizens.operations.locking import find_visible
from citizens.querysets import person_set
from citizens.rules import merging
from core.actor import Actor


@dataclass(frozen=True)
class Difference:
    """One line of the comparison; ``conflict`` where both are known and do not agree."""

    label: str
    kept: str
    merged: str
    conflict: bool


@dataclass(frozen=True)
class MergePreview:
    """``refusal`` is empty when the merge may be done; ``warnings`` are to be read aloud before it is."""

    kept: Citizen
    merged: Citizen
    differences: list[Difference]
    contacts: list[str]
    warnings: list[str]
    refusal: str
    kept_revision: int
    merged_revision: int
    rows: int = 2
    undoable: bool = field(default=True)


def preview(kept: Citizen, merged: Citizen, by: Actor) -> MergePreview:
    """Raises Refused when one of the two does not exist for this actor."""
    kept, merged = find_visible(kept.pk, by), find_visible(merged.pk, by)
    refused = merging.refusal(kept, merged)
    if not refused and not all(policies.can_edit(by, one) for one in (kept, merged)):
        refused = _("Votre rôle ne permet pas de fusionner des fiches.")
    differences = [] if refused else _differences(kept, merged, by)
    return MergePreview(
        kept=kept,
        merged=merged,
        differences=differences,
        contacts=_contacts(kept, merged, by),
        warnings=_warnings(kept, merged, differences),
        refusal=refused,
        kept_revision=kept.revision,
        merged_revision=merged.revision,
        rows=person_set(kept).count() + person_set(merged).count(),
    )


def _differences(kept: Citizen, merged: Citizen, by: Actor) -> list[Difference]:
    lines = [
        (_("Nom de famille"), kept.family_name, merged.family_name),
        (_("Nom d’usage"), kept.name_in_use, merged.name_in_use),
        (_("Prénoms"), kept.first_names, merged.first_names),
        (_("Naissance"), _born(kept, by), _born(merged, by)),
        (_("Civilité"), _civility(kept), _civility(merged)),
        (_("Numéro RNA ou SIRET"), kept.registration, merged.registration),
        (_("Besoins"), _needs(kept), _needs(merged)),
    ]
    return [Difference(label, one, two, bool(one and two and one != two)) for label, one, two in lines if one or two]


def _born(citizen: Citizen, by: Actor) -> str:
    if citizen.birth_date is None or (citizen.birth_veiled and not policies.sees_veiled(by, citizen)):
        return ""
    return date_format(citizen.birth_date, "j F Y")


def _civility(citizen: Citizen) -> str:
    return str(citizen.get_civility_display()) if citizen.civility else ""


def _needs(citizen: Citizen) -> str:
    return ", ".join(str(Need(need).label) for need in citizen.needs)


def _contacts(kept: Citizen, merged: Citizen, by: Actor) -> list[str]:
    """What the person will be reached by, once each, as this actor may read it."""
    rows = [*person_set(kept).values_list("pk", flat=True), *person_set(merged).values_list("pk", flat=True)]
    points = ContactPoint.objects.visible_to(by).in_use().filter(citizen__in=rows).order_by("kind", "pk")
    found = {(point.kind, point.normalised): point.value for point in points}
    secret = any(not policies.keeps_address(by, one) for one in (kept, merged))
    hidden = [_("adresse protégée")] if secret else []
    return [*found.values(), *hidden]


def _warnings(kept: Citizen, merged: Citizen, differences: list[Difference]) -> list[str]:
    found = []
    born = {one.label: one for one in differences}.get(_("Naissance"))
    if born and born.conflict:
        found.append(_("Les dates de naissance diffèrent : un parent et son enfant portent parfois le même nom."))
    if kept.folded_name != merged.folded_name:
        found.append(_("Les noms diffèrent : vérifiez le nom d’usage."))
    if _common(kept, merged) == 0:
        found.append(_("Ces deux fiches n’ont aucune coordonnée en commun."))
    if PersonMerge.objects.filter(kept__in=(kept, merged), merged__in=(kept, merged), undone_at__isnull=False).exists():
        found.append(_("Ces deux fiches ont déjà été fusionnées, puis séparées."))
    return found


def _common(kept: Citizen, merged: Citizen) -> int:
    theirs = ContactPoint.objects.filter(citizen=merged).exclude(kind=ContactKind.POSTAL).values("normalised")
    return ContactPoint.objects.filter(citizen=kept, normalised__in=theirs).count()
