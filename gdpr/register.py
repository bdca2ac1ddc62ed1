"""The register of processing (GDPR art. 30), generated: one activity a published procedure, and those that the
software itself holds (accounts, traces, sendings), from what each room declares to `core.privacy`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from core import calendar
from core.models import Commune
from core.privacy import Category, Holding, Subject, holdings
from gdpr.durations import retention_sentence, spell_delta
from gdpr.enums import LegalBasis, Provenance
from gdpr.notices import dpo_contact, rights_sentence
from organisation.enums import EntityKind
from organisation.models import LegalEntity
from procedures.form_engine import Form, say
from procedures.models import Procedure

# How the definitions of forms name categories → how the rooms declare them.
ALIASES = {"family": "birth"}
# Models whose data are the request's: they are told in the activity of each procedure, not a second time.
REQUEST_ROOMS = frozenset(["requests_app", "citizens", "files"])


@dataclass(frozen=True)
class DataLine:
    """One category of data: what, how long, from where the duration comes, and its margin note."""

    category: str
    what: str
    duration: str
    source: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Activity:
    reference: str
    title: str
    controller: str
    dpo: str
    purposes: tuple[str, ...]
    legal_basis: str
    legal_text: str
    subjects: tuple[str, ...]
    data: tuple[DataLine, ...]
    recipients: tuple[str, ...]
    rights: str
    security: tuple[str, ...]
    sensitive: bool = False
    criteria: tuple[str, ...] = ()
    transfers: str = ""
    processors: str = ""
    created_on: date | None = None
    updated_on: date | None = None
    procedure_code: str = ""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    @property
    def impact_assessment_due(self) -> bool:
        """Art. 35 and its guidelines (WP 248): two of the nine criteria or more."""
        return len(self.criteria) >= 2


def activities(commune: Commune) -> list[Activity]:
    """Every activity, those of the procedures first; two queries, whatever their number."""
    published = Procedure.objects.filter(commune=commune, current__isnull=False).for_pages()
    procedures = published.annotate(begun_at=Min("versions__published_at")).order_by("is_system", "title")
    told = [_of_procedure(commune, procedure) for procedure in procedures]
    entity = LegalEntity.objects.filter(commune=commune, kind=EntityKind.COMMUNE).first()
    return told + [_of_software(entity, purpose, group) for purpose, group in _by_purpose(holdings()).items()]


def security_measures() -> tuple[str, ...]:
    """What this software does by itself, whatever the town sets."""
    return (
        _("Fichiers chiffrés un par un, contrôlés par un antivirus"),
        _("Droits par service, démarches confidentielles à part"),
        _("Chaque lecture d’une demande ou d’un fichier laisse une trace"),
        _("Second facteur pour les administrateurs"),
    )


def _of_procedure(commune: Commune, procedure: Any) -> Activity:
    version = procedure.current
    if version is None or version.published_at is None:
        raise ValueError(f"{procedure.code}: nothing published")
    privacy = version.definition["privacy"]
    basis = LegalBasis(privacy["legal_basis"])
    return Activity(
        reference=f"DEM-{procedure.code}",
        title=procedure.title,
        controller=procedure.legal_entity.name,
        dpo=dpo_contact(procedure.legal_entity),
        purposes=(say(privacy["purpose"]),),
        legal_basis=str(basis.label),
        legal_text=privacy["legal_text"],
        subjects=_subjects(version.definition),
        data=tuple(_data_lines(version.definition)),
        recipients=tuple(say(one) for one in privacy["recipients"]),
        rights=rights_sentence(basis),
        security=security_measures(),
        sensitive=bool(privacy.get("sensitive")),
        criteria=_criteria(version.definition),
        transfers=_("Aucun transfert hors de l’Union européenne."),
        processors="",
        created_on=calendar.local_date(commune, procedure.begun_at),
        updated_on=calendar.local_date(commune, version.published_at),
        procedure_code=procedure.code,
        provenance={"processors": Provenance.TO_COMPLETE, "data": Provenance.GENERATED},
    )


def _subjects(definition: Mapping[str, Any]) -> tuple[str, ...]:
    """The one who asks; and those the form names besides."""
    fields = list(Form.from_definition(definition).fields)
    named = any(one.kind == "identity" and one.prefill != "profile.identity" for one in fields)
    return (_("usagers"), _("personnes citées dans la demande")) if named else (_("usagers"),)


def _data_lines(definition: Mapping[str, Any]) -> Iterable[DataLine]:
    retention = definition["privacy"]["retention"]
    asked: dict[str, list[str]] = {}
    for one in Form.from_definition(definition).fields:
        if one.personal:
            asked.setdefault(ALIASES.get(one.personal, one.personal), []).append(one.label)
    for category, labels in asked.items():
        yield DataLine(
            category=str(Category(category).label),
            what=", ".join(dict.fromkeys(labels)),
            duration=retention_sentence(retention),
            source=retention["source"],
            confirmed=retention["confirmed"],
        )


def _criteria(definition: Mapping[str, Any]) -> tuple[str, ...]:
    """The criteria that the definition shows by itself; the others are for a person to judge."""
    found = []
    if definition["privacy"].get("sensitive"):
        found.append(_("données sensibles ou très personnelles"))
    if definition["confidential"]:
        found.append(_("personnes vulnérables"))
    return tuple(found)


def _by_purpose(declared: Iterable[Holding]) -> dict[str, list[Holding]]:
    groups: dict[str, list[Holding]] = {}
    for holding in declared:
        if holding.model._meta.app_label not in REQUEST_ROOMS:  # noqa: SLF001 - Django's documented API
            groups.setdefault(str(holding.purpose), []).append(holding)
    return groups


def _of_software(entity: LegalEntity | None, purpose: str, group: list[Holding]) -> Activity:
    return Activity(
        reference=f"LOG-{group[0].model._meta.model_name}",  # noqa: SLF001 - Django's documented API
        title=purpose,
        controller=entity.name if entity else "",
        dpo=dpo_contact(entity) if entity else "",
        purposes=(purpose,),
        legal_basis=str(LegalBasis.PUBLIC_TASK.label),
        legal_text="",
        subjects=tuple(dict.fromkeys(str(Subject(one.subject).label) for one in group)),
        data=tuple(_held(group)),
        recipients=(_("Les services de la ville, selon leurs droits"),),
        rights=rights_sentence(LegalBasis.PUBLIC_TASK),
        security=security_measures(),
        transfers=_("Aucun transfert hors de l’Union européenne."),
        provenance={"legal_text": Provenance.TO_COMPLETE, "processors": Provenance.TO_COMPLETE},
    )


def _held(group: list[Holding]) -> Iterable[DataLine]:
    """One line for each category and duration."""
    seen = set()
    for holding in group:
        model = str(holding.model._meta.verbose_name_plural)  # noqa: SLF001 - Django's documented API
        for category in dict.fromkeys(holding.fields.values()):
            line = DataLine(str(Category(category).label), model, spell_delta(holding.keep), str(holding.source))
            if line not in seen:
                seen.add(line)
                yield line
