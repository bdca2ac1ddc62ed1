"""Questions that pages ask of the organisation."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, Q, Value, When

from core.models import Commune
from organisation import presence
from organisation.models import Street
from organisation.rules.addresses import core_name, read_address

CLOSE_ENOUGH = 0.4


def suggest_streets(commune: Commune, text: str, limit: int = 8) -> list[str]:
    """Labels to complete an address while it is typed: the number is kept, accents and abbreviations do not matter.

    Names that begin so come first, then names with a word that begins so, then close spellings.
    """
    written = read_address(text)
    wanted = written.street
    if sum(letter.isalpha() for letter in text) < 2 or not wanted:
        return []
    streets = Street.objects.filter(commune=commune)
    found: list[Street] = list(
        streets.filter(Q(folded__startswith=wanted) | Q(folded__contains=f" {wanted}"))
        .annotate(
            rank=Case(When(folded__startswith=wanted, then=Value(0)), default=Value(1), output_field=IntegerField())
        )
        .order_by("rank", "folded")[:limit]
    )
    if len(found) < limit and (name := core_name(wanted)):
        # Without the type: « rue des » is close to half of the town.
        close = streets.annotate(likeness=TrigramWordSimilarity(name, "folded")).filter(likeness__gte=CLOSE_ENOUGH)
        close = close.exclude(pk__in=[street.pk for street in found]).order_by("-likeness", "folded")
        found += list(close[: limit - len(found)])
    number = f"{written.number} " if written.number else ""
    return [f"{number}{street.name}, {street.postcode} {commune.name}" for street in found]


def opening_sentence(owner: presence.Owner, commune: Commune, at: dt.datetime | None = None) -> str:
    """« Ouvert aujourd’hui jusqu’à 17 h 30 » for a commune, a service or a place; empty without known hours."""
    if not isinstance(owner, Commune):
        owner.commune = commune  # known already: no query a place
    return presence.opening_sentence(owner, at)
