"""From a form definition to the blank paper: the same questions, in the same order, conditions said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field as dataclass_field
from typing import Any

from django.utils.translation import gettext as _

from channels_app.models import FormPack, ReservedCode
from documents.binding import bind
from documents.letters import render_letter
from files import policies as file_policies
from files.enums import OwnerKind
from procedures.appeals import appeal_mentions, spell_period
from procedures.cards import presence
from procedures.enums import Silence
from procedures.form_engine import Field, Form, say
from procedures.form_engine.kinds.blocks import IDENTITY_PARTS
from procedures.models import ProcedureVersion

LINES = {"long_text": 4, "address": 2, "point": 2}
SHORT = frozenset({"number", "date"})


@dataclass(frozen=True)
class Question:
    """``shape``: boxes, lines, cells (a date), parts (several labelled lines), tick, words."""

    label: str
    shape: str
    help: str = ""
    condition: str = ""
    required: bool = True
    options: tuple[str, ...] = ()
    several: bool = False
    lines: tuple[int, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Chapter:
    title: str
    intro: str
    condition: str
    questions: list[Question] = dataclass_field(default_factory=list)


def register() -> None:
    """Blank forms hold nobody’s data: any agent who holds the desk prints them."""
    from requests_app import policies

    file_policies.register(OwnerKind.FORM_PACK, lambda actor, _stored: policies.can_use_desk(actor) is True)


def render_pack(pack: FormPack) -> bytes:
    """Every copy of the pack, each with its own code, its own page numbers and a front page to begin on."""
    codes = ReservedCode.objects.filter(pack=pack).select_related(
        "procedure_version__procedure__service__legal_entity", "procedure_version__procedure__legal_entity"
    )
    sheets: dict[int, dict[str, Any]] = {}
    copies = []
    for reserved in codes.order_by("pk"):
        version = reserved.procedure_version
        if version.pk not in sheets:
            sheets[version.pk] = sheet_of(version)
        data = {"copy": {**sheets[version.pk], "code": reserved.code}, **_letterhead(sheets[version.pk])}
        title = _("Formulaire papier : %s") % version.procedure.title
        copies.append([render_letter("letters/blank_form.html", data, commune=pack.commune, title=title)])
    return bind(copies).content


def _letterhead(sheet: dict[str, Any]) -> dict[str, Any]:
    return {"service": sheet["service"], "entity": sheet["entity"]}


def sheet_of(version: ProcedureVersion) -> dict[str, Any]:
    """What one form prints besides its code."""
    procedure, definition = version.procedure, version.definition
    form = Form.from_definition(definition)
    service, entity = procedure.service, procedure.legal_entity
    come = presence(version)
    return {
        "procedure_title": procedure.title,
        "chapters": chapters(form),
        "enclosures": [_enclosure(form, field) for field in form.fields if field.kind == "file"],
        "service": {
            "name": service.name, "address": ", ".join(service.postal_lines), "phone": service.phone,
            "email": service.email,
        },
        "entity": {"name": entity.name, "address_lines": entity.postal_lines, "address": ""},
        "presence": come.why if come and come.required else "",
        "mandatory": say(definition["privacy"]["mandatory"]),
        "purpose": say(definition["privacy"]["purpose"]),
        "legal_basis_text": definition["privacy"]["legal_text"],
        "dpo": entity.dpo_email or entity.email,
        "silence": _silence(version),
        "appeal": appeal_mentions(version) if version.silence == Silence.REJECTION else {},
        "legal_text": version.regime_text.rstrip(" ."),
    }  # fmt: skip


def _silence(version: ProcedureVersion) -> str:
    """CRPA R112-5: what silence means and after how long, for the receipt torn off by hand."""
    if version.silence == Silence.NONE:
        return _("Cette demande ne donne pas lieu à une décision implicite.")
    unit, count = version.period_unit, version.period_count
    period = spell_period({"count": count, "unit": unit})
    if version.silence == Silence.ACCEPTANCE:
        return _("Sans réponse dans un délai de %s à compter de la date ci-dessus, la demande est acceptée.") % period
    return _("Sans réponse dans un délai de %s à compter de la date ci-dessus, la demande est refusée.") % period


def chapters(form: Form) -> list[Chapter]:
    found = []
    for page in form.all_pages:
        questions = [_question(form, one) for one in page.fields if one.kind != "file"]
        if questions:
            found.append(Chapter(page.title, page.intro, in_words(form, page.when), questions))
    return found


def _question(form: Form, field: Field) -> Question:
    known: dict[str, Any] = {
        "label": field.label or field.text,
        "help": _help(field),
        "condition": in_words(form, field.when),
        "required": field.required,
    }
    if field.kind in ("choice", "choices"):
        labels = tuple(option.label for option in field.options)
        return Question(shape="boxes", options=labels, several=field.kind == "choices", **known)
    if field.kind == "yes_no":
        return Question(shape="boxes", options=(_("Oui"), _("Non")), **known)
    if field.kind == "identity":
        parts = [(str(IDENTITY_PARTS[one][1]), IDENTITY_PARTS[one][0]) for one in field.parts if one in IDENTITY_PARTS]
        return Question(shape="parts", parts=tuple(parts), **known)
    shapes = {"date": "cells", "attestation": "tick", "explanation": "words"}
    shape = shapes.get(field.kind, "short" if field.kind in SHORT else "lines")
    return Question(shape=shape, lines=tuple(range(LINES.get(field.kind, 1))), **known)


def _help(field: Field) -> str:
    """What helps on paper; a word about the screen does not."""
    example = _("Par exemple : %s.") % field.example.rstrip(".") if field.example else ""
    return " ".join(part for part in (field.help if field.kind not in ("explanation",) else "", example) if part)


def _enclosure(form: Form, field: Field) -> dict[str, str]:
    return {"label": field.label, "condition": in_words(form, field.when), "required": "oui" if field.required else ""}


def in_words(form: Form, condition: Mapping[str, Any] | None) -> str:
    """« Si vous répondez « Pour une autre personne » à « Pour qui demandez-vous cet acte ». » ; empty: always asked."""
    said = _said(form, condition)
    return _("Si %s.") % said if said else ""


def _said(form: Form, condition: Mapping[str, Any] | None) -> str:
    if not condition:
        return ""
    for key, joint in (("all", _(" et ")), ("any", _(" ou "))):
        if key in condition:
            return joint.join(part for part in (_said(form, one) for one in condition[key]) if part)
    if "not" in condition:
        return _("il n’est pas vrai que %s") % _said(form, condition["not"])
    return _comparison(form, condition)


def _comparison(form: Form, condition: Mapping[str, Any]) -> str:
    field = form.field(str(condition["field"]).partition(".")[0])
    what = f"« {(field.label if field else condition['field']).rstrip(' ?:')} »"
    value = _value(field, condition.get("value"))
    sentences = {
        "eq": _("vous répondez %(value)s à %(what)s"),
        "in": _("vous répondez %(value)s à %(what)s"),
        "contains": _("vous cochez %(value)s à %(what)s"),
        "ne": _("vous ne répondez pas %(value)s à %(what)s"),
        "gt": _("%(what)s dépasse %(value)s"),
        "lt": _("%(what)s est inférieur à %(value)s"),
        "empty": _("%(what)s est rempli") if condition.get("value") is False else _("%(what)s reste vide"),
    }
    return sentences[condition["op"]] % {"what": what, "value": value}


def _value(field: Field | None, value: Any) -> str:
    if isinstance(value, bool):
        return _("« oui »") if value else _("« non »")
    values = value if isinstance(value, list) else [value]
    labels = {option.value: option.label for option in field.options} if field else {}
    return _(" ou ").join(f"« {labels.get(one, one)} »" for one in values)
