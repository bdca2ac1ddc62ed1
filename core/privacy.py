"""Nothing personal that is not declared: the one registry behind register, export, erasure and retention (gdpr.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.folding import fold


class Category(TextChoices):
    """Kinds of personal data, as the register of processing names them."""

    IDENTITY = "identity", _("identité")
    CONTACT = "contact", _("coordonnées")
    BIRTH = "birth", _("naissance et filiation")
    ADDRESS = "address", _("adresse et localisation")
    CONTENT = "content", _("contenu des échanges et des réponses")
    DOCUMENT = "document", _("pièces jointes")
    LIFE = "life", _("vie personnelle")
    TECHNICAL = "technical", _("données techniques et traces")
    AGENT = "agent", _("données des agents")


class Subject(TextChoices):
    CITIZEN = "citizen", _("usagers")
    AGENT = "agent", _("agents")
    THIRD_PARTY = "third_party", _("tiers cités")


ALL = "__all__"

Exporter = Callable[[models.Model], dict[str, object]]
Eraser = Callable[[models.Model], None]


@dataclass(frozen=True)
class Holding:
    """What one model knows of people.

    ``fields`` maps each personal field to its category; ``keep`` runs from the date in ``clock`` (a field path);
    None means « as long as the request it belongs to ». ``source`` says where the duration comes from.
    """

    model: type[models.Model]
    fields: dict[str, Category]
    subject: Subject
    purpose: str | Promise
    clock: str
    keep: timedelta | None = None
    sector: str = ""
    source: str | Promise = ""
    archive: bool = False  # public archive: destroyed with a visa only (code du patrimoine, L214-3)
    export: Exporter | None = None
    erase: Eraser | None = None


_holdings: dict[type[models.Model], list[Holding]] = {}
_impersonal: dict[type[models.Model], set[str]] = {}


def declare(holding: Holding) -> None:
    """Called at start-up by each room's ``privacy.py``; several holdings may share a model."""
    known = {field.name for field in holding.model._meta.get_fields()}  # noqa: SLF001 - Django's documented API
    unknown = set(holding.fields) - known
    if unknown:
        raise ValueError(f"{holding.model.__name__} has no field {', '.join(sorted(unknown))}")
    _holdings.setdefault(holding.model, []).append(holding)


def declare_impersonal(model: type[models.Model], *fields: str) -> None:
    """Fields that say nothing of a person; ``ALL`` for a whole model."""
    _impersonal.setdefault(model, set()).update(fields)


def holdings() -> list[Holding]:
    return [holding for entries in _holdings.values() for holding in entries]


def undeclared(app_labels: set[str]) -> list[str]:
    """``app.Model.field`` for every stored field of these apps declared neither personal nor impersonal.

    Primary keys and foreign keys are structure; what they point to is declared where it lives.
    """
    missing = []
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001 - Django's documented API
        if meta.app_label not in app_labels:
            continue
        declared = set(_impersonal.get(model, set()))
        for holding in _holdings.get(model, []):
            declared |= set(holding.fields)
        if ALL in declared:
            continue
        missing += [
            f"{meta.label}.{field.name}"
            for field in meta.concrete_fields
            if not field.primary_key and not field.is_relation and field.name not in declared
        ]
    return sorted(missing)


# -- what must not be typed in free text (gdpr.md, « Free text, NIR, minors ») --------------------------------------

_NIR = re.compile(
    r"(?<![0-9A-Za-z])([12378])[\s.]?(\d{2})[\s.]?(\d{2})[\s.]?(\d{2}|2[AB])[\s.]?(\d{3})[\s.]?(\d{3})[\s.]?(\d{2})(?![0-9A-Za-z])"
)
_CORSICA = {"2A": "19", "2B": "18"}

SENSITIVE_WORDS = frozenset(
    {"sida", "vih", "seropositif", "cancer", "depression", "handicap", "alcoolique", "toxicomane", "schizophrene"}
    | {"psychiatrique", "enceinte", "avortement", "musulman", "juif", "catholique", "protestant", "syndique"}
    | {"syndicat", "gay", "homosexuel", "lesbienne", "transgenre", "prison", "condamne", "casier"}
)


def find_nir(text: str) -> list[str]:
    """Social-security numbers with a valid key (97 − n mod 97, Corsica 2A → 19, 2B → 18), as typed."""
    found = []
    for match in _NIR.finditer((text or "").upper()):
        parts = list(match.groups())
        parts[3] = _CORSICA.get(parts[3], parts[3])
        if 97 - int("".join(parts[:6])) % 97 == int(parts[6]):
            found.append(match.group())
    return found


def sensitive_words(text: str) -> list[str]:
    """Words that may reveal data of article 9 or 10 of the GDPR: a hint to the person who types, never a refusal."""
    return sorted(SENSITIVE_WORDS.intersection(fold(text).split()))
