"""Finding what one wants to do: home, themes, A to Z, search."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.folding import fold
from portal import ways
from portal.rendering import page
from portal.sheets import summary_of
from portal.town import town_of
from procedures import finding, queries
from procedures.models import Family, Procedure

LONGEST_QUERY = 200


def _rows(procedures: list[Procedure]) -> list[dict[str, Any]]:
    return [{"procedure": one, "summary": summary_of(one)} for one in procedures]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    commune = town_of(request)
    context = {
        "featured": _rows([one for one in queries.catalogue(commune) if one.featured]),
        "families": queries.families(commune),
        "ways": ways.of_commune(commune),
    }
    return page(request, "portal/home.html", context, current="demarches")


@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    rows = sorted(_rows(queries.catalogue(town_of(request))), key=lambda row: fold(row["procedure"].short_title))
    letters = [
        (letter, list(group))
        for letter, group in groupby(rows, key=lambda row: fold(row["procedure"].short_title)[:1].upper())
    ]
    return page(request, "portal/a_to_z.html", {"letters": letters}, current="demarches")


@require_safe
def family(request: HttpRequest, code: str) -> HttpResponse:
    chosen = get_object_or_404(Family, commune=town_of(request), code=code)
    rows = _rows([one for one in queries.catalogue(town_of(request)) if one.family_id == chosen.pk])
    if not rows:
        raise Http404
    return page(request, "portal/family.html", {"family": chosen, "rows": rows}, current="demarches")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Accents, plurals, synonyms and slips of the keyboard are the search's business; no answer still helps."""
    commune = town_of(request)
    typed = request.GET.get("q", "").replace("\x00", "").strip()
    query = typed[:LONGEST_QUERY]
    found = list(queries.search(commune, query)) if query else []
    context = {
        "query": query,
        "cut": len(typed) > LONGEST_QUERY or finding.is_cut(query),
        "rows": _rows(found),
        "count": len(found),
        "ways": ways.of_commune(commune) if query and not found else [],
    }
    return page(request, "portal/search.html", context, current="demarches")
