"""Whom a number may be: a suggestion, never a proof. Several people share a telephone."""

from __future__ import annotations

from collections.abc import Iterable

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from core.actor import Actor

MOST = 5


def people_at(numbers: Iterable[str], *, commune_id: int, by: Actor) -> dict[str, list[Citizen]]:
    """{number: the people this agent may see who gave it}, in one query whatever how many numbers."""
    wanted = {number for number in numbers if number}
    if not wanted:
        return {}
    points = (
        ContactPoint.objects.visible_to(by)
        .in_use()
        .filter(kind=ContactKind.PHONE, normalised__in=wanted, citizen__commune_id=commune_id)
        .filter(citizen__in=Citizen.objects.visible_to(by))
        .select_related("citizen__canonical")
        .order_by("citizen__sort_key", "citizen_id")
    )
    found: dict[str, dict[int, Citizen]] = {}
    for point in points:
        kept = point.citizen.canonical or point.citizen
        found.setdefault(point.normalised, {}).setdefault(kept.pk, kept)
    return {number: list(people.values())[:MOST] for number, people in found.items()}
