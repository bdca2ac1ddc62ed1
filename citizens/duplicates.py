"""People who may be the same: hints with their reasons, for an agent to judge; nothing is merged by itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from citizens import policies
from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.querysets import person_set
from citizens.rules.likeness import name_likeness, names_of
from core.actor import Actor

MOST = 10
NEAR = 0.82
_SAME = {
    ContactKind.PHONE: gettext_lazy("Même téléphone"),
    ContactKind.EMAIL: gettext_lazy("Même courriel"),
    ContactKind.POSTAL: gettext_lazy("Même adresse"),
}


@dataclass(frozen=True)
class Duplicate:
    """``reasons`` in the words shown to the agent, the strongest first."""

    citizen: Citizen
    reasons: list[str]


def probable_duplicates(citizen: Citizen, *, by: Actor) -> list[Duplicate]:
    """Kept people visible to this actor that share a name and a fact with this one, likeliest first; ten at most.

    A shared phone or e-mail alone is a household, not a duplicate: the names must be near as well; the same name
    alone is a homonym: it is shown when no birth date says otherwise, last. Two different birth dates are two people
    unless a contact is shared too. Three queries.
    """
    rows = list(person_set(citizen))
    shown = next(row for row in rows if row.pk == citizen.kept_id)
    shared = _shared_contacts(rows, by)
    near = Q(pk__in=shared) | Q(folded_name__in={row.folded_name for row in rows})
    born = {row.birth_date for row in rows if row.birth_date and not row.birth_veiled}
    if born:
        near |= Q(birth_date__in=born, birth_veiled=False)
    others = Citizen.objects.visible_to(by).filter(near, commune_id=citizen.commune_id, kind=shown.kind)
    others = others.exclude(pk__in=[row.pk for row in rows]).select_related("canonical").order_by("pk")[:500]
    found: dict[int, tuple[float, Duplicate]] = {}
    for other in others:
        score, reasons = _compare(rows, other, shared.get(other.pk, []))
        kept = other.canonical or other
        if reasons and score > found.get(kept.pk, (0.0,))[0] and policies.can_view(by, kept):
            found[kept.pk] = (score, Duplicate(kept, reasons))
    ranked = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].citizen.sort_key, pair[1].citizen.pk))
    return [duplicate for _score, duplicate in ranked[:MOST]]


def _shared_contacts(rows: list[Citizen], by: Actor) -> dict[int, list[str]]:
    """Reasons by other row: the contact points in common, as far as this actor may read both."""
    visible = ContactPoint.objects.visible_to(by)
    ours = visible.filter(citizen__in=rows).values("kind", "normalised")
    pairs = {(point["kind"], point["normalised"]) for point in ours}
    if not pairs:
        return {}
    theirs = visible.filter(normalised__in={value for _kind, value in pairs}, kind__in={kind for kind, _v in pairs})
    found: dict[int, list[str]] = defaultdict(list)
    for kind, value, other in theirs.exclude(citizen__in=rows).values_list("kind", "normalised", "citizen_id")[:500]:
        sentence = str(_SAME[ContactKind(kind)])
        if (kind, value) in pairs and sentence not in found[other]:
            found[other].append(sentence)
    return dict(found)


def _compare(rows: list[Citizen], other: Citizen, shared: list[str]) -> tuple[float, list[str]]:
    best = max(name_likeness(names_of(row), names_of(other)) for row in rows)
    if best < NEAR:
        return 0.0, []
    reasons = [_("Même nom") if best >= 0.999 else _("Nom proche")]
    score = best + len(shared)
    agreed = _births(rows, other)
    if agreed is True:
        reasons.append(_("Même date de naissance"))
        score += 1.5
    elif agreed is False:
        if not shared:
            return 0.0, []
        reasons.append(_("Dates de naissance différentes"))
        score -= 1
    if best < 0.999 and not shared and agreed is not True:
        return 0.0, []
    return score, [*reasons, *shared]


def _births(rows: list[Citizen], other: Citizen) -> bool | None:
    """True: the same day; False: two days; None: not known of both."""
    if other.birth_date is None or other.birth_veiled:
        return None
    known = {row.birth_date for row in rows if row.birth_date and not row.birth_veiled}
    return other.birth_date in known if known else None
