"""Catalogue files into the database: unchanged files change nothing, changed ones publish a new version."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Refused
from organisation.models import LegalEntity, Service
from procedures.form_engine import say
from procedures.form_engine.loading import check_definition, parse_yaml
from procedures.models import Family, Procedure, ProcedureVersion
from procedures.operations.circuits import ensure_circuit
from procedures.operations.publish import publish

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"


@dataclass(frozen=True)
class Imported:
    """What became of one file: `changed` is false when it says what is already in force."""

    code: str
    number: int
    changed: bool


@transaction.atomic
def import_procedures(
    commune_id: int, files: Iterable[Path | str] | None = None, *, by: Actor | None = None
) -> list[Imported]:
    """All the files or none: the refusal lists every fault, file by file."""
    by = by or Actor.system("import")
    paths = [Path(one) for one in files] if files else sorted(CATALOGUE.glob("*.yaml"))
    given = {path.name: parse_yaml(_read(path), path.name) for path in paths}
    for name, content in given.items():
        if "families" in content:
            _import_families(commune_id, content, name)
    done, faults = [], []
    for name, content in given.items():
        if "families" in content:
            continue
        try:
            with transaction.atomic():
                done.append(_import_one(commune_id, content, name, by))
        except Refused as refusal:
            faults.append(refusal.sentence)
    if faults:
        raise Refused("\n".join(faults))
    return done


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(_("%(name)s : fichier illisible (texte UTF-8 attendu).") % {"name": path.name}) from None


def _import_families(commune_id: int, given: Mapping[str, Any], name: str) -> None:
    for order, family in enumerate(given["families"]):
        if not isinstance(family, Mapping) or not {"code", "name"} <= set(family):
            raise Refused(
                _("%(name)s – families.%(n)s : un thème porte un code et un nom.") % {"name": name, "n": order + 1}
            )
        Family.objects.update_or_create(
            commune_id=commune_id,
            code=family["code"],
            defaults={
                "name": say(family["name"]),
                "description": say(family.get("description")),
                "icon": family.get("icon", "file-text"),
                "order": order,
            },
        )


def _import_one(commune_id: int, definition: dict[str, Any], name: str, by: Actor) -> Imported:
    check_definition(definition, name)
    procedure = _procedure(commune_id, definition, name)
    digest = content_digest(definition)
    if procedure.current and procedure.current.content_sha256 == digest:
        return Imported(procedure.code, procedure.current.number, changed=False)
    version = _new_version(procedure, definition, digest)
    try:
        publish(version.pk, by=by)
    except Refused as refusal:
        lines = refusal.sentence.split("\n")
        raise Refused("\n".join(f"{name} – {line}" for line in lines)) from None
    return Imported(procedure.code, version.number, changed=True)


def content_digest(definition: Mapping[str, Any]) -> str:
    canonical = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _procedure(commune_id: int, definition: Mapping[str, Any], name: str) -> Procedure:
    """The procedure of this code, with the family, the service and the entity the file names."""
    parts = {
        "family": (Family.objects.filter(commune_id=commune_id, code=definition["family"]), definition["family"]),
        "service": (Service.objects.filter(commune_id=commune_id, code=definition["service"]), definition["service"]),
        "legal_entity": (
            LegalEntity.objects.filter(commune_id=commune_id, kind=definition["legal_entity"]),
            definition["legal_entity"],
        ),
    }
    found = {part: rows.first() for part, (rows, _code) in parts.items()}
    missing = [f"{part} « {parts[part][1]} »" for part, row in found.items() if row is None]
    if missing:
        raise Refused(_("%(name)s – inconnu dans la commune : %(what)s.") % {"name": name, "what": ", ".join(missing)})
    _known_services(commune_id, definition, name)
    defaults = found | {
        "title": say(definition["title"]),
        "short_title": say(definition["short_title"]),
        "confidential": definition["confidential"],
        "is_system": definition.get("system", False),
    }
    procedure, created = Procedure.objects.select_related("current").get_or_create(
        commune_id=commune_id, code=definition["code"], defaults=defaults
    )
    if not created:
        for part, row in found.items():
            setattr(procedure, part, row)
        procedure.save(update_fields=list(found))
    return procedure


def _known_services(commune_id: int, definition: Mapping[str, Any], name: str) -> None:
    """The rules route to services that exist."""
    named = {rule["service"] for rule in definition.get("routing", ()) if rule.get("service")}
    known = set(Service.objects.filter(commune_id=commune_id, code__in=named).values_list("code", flat=True))
    if named - known:
        raise Refused(
            _("%(name)s – routing : service inconnu dans la commune : %(codes)s.")
            % {"name": name, "codes": ", ".join(sorted(named - known))}
        )


def _new_version(procedure: Procedure, definition: dict[str, Any], digest: str) -> ProcedureVersion:
    regime, receipt = definition["regime"], definition["acknowledgement"]
    period = regime.get("period") or {}
    circuit = definition.get("circuit", "default")
    last = procedure.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return ProcedureVersion.objects.create(
        procedure=procedure,
        number=last + 1,
        format=definition["format"],
        definition=definition,
        content_sha256=digest,
        circuit=ensure_circuit(None if circuit == "default" else circuit),
        silence=regime["silence"],
        period_count=period.get("count"),
        period_unit=period.get("unit", ""),
        regime_text=regime.get("text", ""),
        regime_confirmed=regime["confirmed"],
        ar_due=receipt["due"],
        ar_not_due_reason=receipt.get("not_due_reason", ""),
        appeal=definition["appeal"],
        notice_version=content_digest({"privacy": definition["privacy"], "entity": definition["legal_entity"]}),
    )
