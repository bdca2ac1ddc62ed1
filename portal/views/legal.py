"""The pages a public site must have, written from data: nothing here is typed twice."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gdpr import register
from organisation.enums import EntityKind
from organisation.models import LegalEntity, Place
from portal import ways
from portal.rendering import page
from portal.town import town_of
from procedures.models import Family, Procedure


def _entities(request: HttpRequest) -> list[LegalEntity]:
    """The commune first, then its CCAS and the others."""
    entities = LegalEntity.objects.filter(commune=town_of(request)).order_by("name")
    return sorted(entities, key=lambda entity: entity.kind != EntityKind.COMMUNE)


@require_safe
def legal_notice(request: HttpRequest) -> HttpResponse:
    """Law 2004-575 (LCEN), article 1-1: publisher, director of publication, host."""
    entities = _entities(request)
    context = {"entity": entities[0] if entities else None, "entities": entities}
    return page(request, "portal/legal/notice.html", context)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """CRPA L112-9 and R112-9-1: the terms of use of the teleservices, published, opposable."""
    procedures = Procedure.objects.published().filter(commune=town_of(request)).for_pages().order_by("title")
    rows = [{"procedure": one, "doors": _electronic_doors(one)} for one in procedures]
    context = {"rows": rows, "max_megabytes": settings.MAX_UPLOAD_BYTES // (1024 * 1024)}
    return page(request, "portal/legal/terms.html", context)


def _electronic_doors(procedure: Procedure) -> dict[str, Any]:
    channels = procedure.current.definition.get("channels", {}) if procedure.current else {}
    return {"email": channels.get("email") == "files"}


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """GDPR articles 13 and 30: the register, in the words of the public."""
    context = {"entities": _entities(request), "activities": register.activities(town_of(request))}
    return page(request, "portal/legal/personal_data.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Order of 20 September 2019, annex: the statement, in its imposed form."""
    entities = _entities(request)
    context = {"entity": entities[0] if entities else None, "public_url": settings.PUBLIC_URL}
    return page(request, "portal/legal/accessibility.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    commune = town_of(request)
    procedures = list(Procedure.objects.published().filter(commune=commune).order_by("title"))
    families = Family.objects.filter(commune=commune, pk__in={one.family_id for one in procedures})
    tree = [(family, [one for one in procedures if one.family_id == family.pk]) for family in families]
    return page(request, "portal/legal/sitemap.html", {"tree": tree})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    commune = town_of(request)
    question = Procedure.objects.published().filter(commune=commune, code__in=("question", "question-libre")).first()
    context = {
        "ways": ways.of_commune(commune),
        "places": Place.objects.filter(commune=commune).order_by("order", "name"),
        "question": question,
    }
    return page(request, "portal/contact.html", context, current="joindre")
