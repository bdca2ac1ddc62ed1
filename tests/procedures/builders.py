"""A town with its services, and definitions, for the tests of this room and of those above."""

from copy import deepcopy
from typing import Any

from core.models import Commune
from organisation.models import DataSector, LegalEntity, Service
from procedures.form_engine import Form
from procedures.models import Procedure
from procedures.operations import import_procedures
from tests.organisation.builders import make_commune

SERVICES = {
    "etat-civil": "commune",
    "citoyennete": "commune",
    "accueil": "commune",
    "voirie": "commune",
    "ccas": "ccas",
}
REACHABLE = {"postal_address": "1 rue du Beffroi", "postcode": "99000", "city": "Admiville", "phone": "01 99 00 40 00"}
ENTITY = {"address_line_1": "1 rue du Beffroi", "postcode": "99000", "city": "Admiville", "phone": "01 99 00 40 00"}


def make_town(**service_fields: Any) -> Commune:
    """A commune, its CCAS, and every service the catalogue names."""
    commune = make_commune()
    sector, _ = DataSector.objects.get_or_create(commune=commune, code="secteur", defaults={"name": "Secteur"})
    for code, kind in SERVICES.items():
        entity, _ = LegalEntity.objects.get_or_create(
            commune=commune, kind=kind, defaults={**ENTITY, "name": kind.title(), "email": "m@admiville.example"}
        )
        fields = {**REACHABLE, "name": code.title(), "short_name": code, "legal_entity": entity, "sector": sector}
        Service.objects.get_or_create(commune=commune, code=code, defaults=fields | service_fields)
    return commune


def import_catalogue(commune: Commune | None = None) -> Commune:
    commune = commune or make_town()
    import_procedures(commune.pk)
    return commune


def make_procedure(code: str = "question") -> Procedure:
    commune = import_catalogue()
    return Procedure.objects.for_pages().get(commune=commune, code=code)


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A field of a definition; whatever its kind needs is filled in."""
    needed: dict[str, Any] = {"text": f"Texte {key}"} if kind == "explanation" else {"label": f"Question {key}"}
    if kind in ("choice", "choices"):
        needed["options"] = [{"value": "a", "label": "Réponse A"}, {"value": "b", "label": "Réponse B", "short": "B"}]
    elif kind not in ("explanation", "attestation", "yes_no"):
        needed["personal"] = "content"
    return {"key": key, "kind": kind, **needed, **more}


def definition(*pages: list[dict[str, Any]], checks: tuple = (), **more: Any) -> dict[str, Any]:
    """A whole definition whose pages hold these fields: `page1`, `page2`…"""
    numbered = [{"key": f"page{n}", "title": f"Page {n}", "fields": fields} for n, fields in enumerate(pages, start=1)]
    whole = {
        "format": 1,
        "code": "essai",
        "title": "Démarche d’essai",
        "short_title": "Essai",
        "family": "citoyennete",
        "service": "accueil",
        "legal_entity": "commune",
        "confidential": False,
        "subject": "Essai",
        "page": {"intro": "Un essai."},
        "channels": {"web": "files", "phone": "files", "counter": "files", "post": "files", "email": "files"},
        "regime": {"silence": "none", "text": "", "confirmed": True},
        "acknowledgement": {"due": True},
        "appeal": {"confirmed": True},
        "privacy": {
            "purpose": "Essayer.",
            "legal_basis": "public_task",
            "legal_text": "Aucun",
            "retention": {
                "active": {"count": 1, "unit": "year"},
                "from": "closed_on",
                "fate": "destroy",
                "source": "Essai",
                "confirmed": False,
            },
            "recipients": ["L’accueil"],
            "mandatory": "Rien.",
        },
        "form": {"pages": numbered, "checks": list(checks)},
        "scenarios": [{"name": "Un essai", "answers": {}, "expect": {"service": "accueil"}}],
    }
    return deepcopy(whole | more)


def form(*pages: list[dict[str, Any]], checks: tuple = (), **more: Any) -> Form:
    return Form.from_definition(definition(*pages, checks=checks, **more))


def one_field(kind: str, **more: Any) -> Form:
    """A form of one question, `q`."""
    return form([field("q", kind, **more)])
