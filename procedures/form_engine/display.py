"""Answers as a person reads them: summary, back office, PDF, subject of the request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field as dataclass_field
from typing import TYPE_CHECKING, Any

from procedures.form_engine.definition import Field
from procedures.form_engine.kinds import KINDS, person_name
from procedures.form_engine.texts import one_line

if TYPE_CHECKING:
    from procedures.form_engine.form import Form

SUBJECT_LENGTH = 160
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Row:
    """`value` is text; of a file field, `files` holds the public ids in order."""

    label: str
    value: str
    kind: str
    key: str
    files: tuple[str, ...] = ()
    personal: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row] = dataclass_field(default_factory=list)
    key: str = ""


def sections(form: "Form", answers: Mapping[str, Any], files: Mapping[str, str]) -> list[Section]:
    found = []
    kept = form.relevant(answers)
    for page, shown, _kept in form.walk(answers):
        rows = [_row(field, kept[field.key], files) for field in shown if field.key in kept]
        if rows:
            found.append(Section(page.title, rows, page.key))
    return found


def _row(field: Field, value: Any, files: Mapping[str, str]) -> Row:
    kind = KINDS[field.kind]
    if field.kind != "file":
        return Row(field.label or field.text, kind.show(field, value), field.kind, field.key, (), field.personal)
    ids = tuple(kind.raw_of(field, value)[field.key])
    names = ", ".join(files[one] for one in ids if one in files) or kind.show(field, value)
    return Row(field.label, names, field.kind, field.key, ids, field.personal)


def subject(form: "Form", kept: Mapping[str, Any]) -> str:
    """The template with its placeholders filled; an answer not given leaves nothing behind."""

    def word(match: re.Match[str]) -> str:
        field = form.field(match.group(1))
        return brief(field, kept.get(field.key)) if field else ""

    text = one_line(PLACEHOLDER.sub(word, form.subject_template))
    text = re.sub(r"\s*[:,–-]?\s*\(\s*\)|\s+(de|d’|à|:|,|–)$", "", text).strip()
    return text if len(text) <= SUBJECT_LENGTH else text[: SUBJECT_LENGTH - 1].rstrip() + "…"


def brief(field: Field, value: Any) -> str:
    """An answer within a sentence: a person is their name, an option its short form."""
    if value is None:
        return ""
    if field.kind == "identity" and isinstance(value, Mapping):
        return person_name(value)
    if field.kind == "point" and isinstance(value, Mapping):
        return one_line(value.get("words"))
    if field.kind == "choice":
        option = next((one for one in field.options if one.value == value), None)
        return (option.short or option.label) if option else ""
    return one_line(KINDS[field.kind].show(field, value))
