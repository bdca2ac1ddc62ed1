"""A definition made into a form: which pages, what each holds, whether the answers will do.

Answers are a plain dict `{field key: JSON value}`. Conditions are evaluated here only, in the order of the
definition, over the answers that are themselves shown: a hidden answer counts for nothing and never survives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field as dataclass_field
from datetime import date
from typing import Any

from django.utils import timezone

from procedures.form_engine import binding, bound, display, schema
from procedures.form_engine.conditions import holds, is_empty
from procedures.form_engine.definition import Check, Field, Page
from procedures.form_engine.kinds import KINDS, Invalid
from procedures.form_engine.kinds.base import given
from procedures.form_engine.texts import say

Answers = Mapping[str, Any]
SHOWN = "_shown"


@dataclass(frozen=True)
class Cleaned:
    """`values`: one entry for each field of the page, None when it has no valid answer: store them all.
    `errors`: sentences by field key (or `key-part` within an identity). `raw`: what was typed, to show again.
    `hints`: advice that does not block. `revealed`: fields the person had not seen yet, so not their mistake."""

    values: dict[str, Any]
    errors: dict[str, str]
    raw: dict[str, Any]
    hints: dict[str, str] = dataclass_field(default_factory=dict)
    revealed: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def only_revealed(self) -> bool:
        """Every error is about a question that has just appeared: show the page again without blame."""
        return bool(self.errors) and all(key.partition("-")[0] in self.revealed for key in self.errors)


@dataclass(frozen=True)
class Form:
    all_pages: tuple[Page, ...]
    checks: tuple[Check, ...] = ()
    subject_template: str = ""
    lang: str = "fr"

    @classmethod
    def from_definition(cls, definition: Mapping[str, Any], lang: str = "fr") -> "Form":
        """From the whole definition of a procedure (its `form`, its `subject`)."""
        form = definition["form"]
        return cls(
            all_pages=tuple(Page.from_definition(page, lang) for page in form["pages"]),
            checks=tuple(Check(one["when"], say(one["message"], lang), one["field"]) for one in form.get("checks", ())),
            subject_template=say(definition.get("subject"), lang),
            lang=lang,
        )

    @property
    def fields(self) -> Iterator[Field]:
        for page in self.all_pages:
            yield from page.fields

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)

    def page(self, key: str) -> Page | None:
        return next((page for page in self.all_pages if page.key == key), None)

    def walk(self, answers: Answers) -> Iterator[tuple[Page, list[Field], dict[str, Any]]]:
        """Each shown page, its shown fields, and the answers kept so far (page included)."""
        kept: dict[str, Any] = {}
        for page in self.all_pages:
            if not holds(page.when, kept):
                continue
            shown = []
            for field in page.fields:
                if not holds(field.when, kept):
                    continue
                shown.append(field)
                if not is_empty(answers.get(field.key)):
                    kept[field.key] = answers[field.key]
            if shown:
                yield page, shown, kept

    def relevant(self, answers: Answers) -> dict[str, Any]:
        """The answers to questions that are asked, and no other."""
        last: dict[str, Any] = {}
        for _page, _shown, kept in self.walk(answers):
            last = kept
        return dict(last)

    def pages(self, answers: Answers) -> list[Page]:
        return [page for page, _shown, _kept in self.walk(answers)]

    def shown_fields(self, page_key: str, answers: Answers) -> list[Field]:
        return next((shown for page, shown, _kept in self.walk(answers) if page.key == page_key), [])

    def next_page(self, page_key: str, answers: Answers) -> Page | None:
        """The page after this one; None after the last (the summary)."""
        keys = [page.key for page in self.pages(answers)]
        if page_key not in keys:
            return next(iter(self.pages(answers)), None)
        position = keys.index(page_key) + 1
        return self.page(keys[position]) if position < len(keys) else None

    def clean_page(
        self, page_key: str, data: Mapping[str, Any], answers: Answers, *, on: date | None = None
    ) -> Cleaned:
        """Read one posted page. Never raises, whatever is posted. Files are read from `answers`, not from `data`."""
        page = self.page(page_key)
        if page is None:
            return Cleaned({}, {}, {})
        on = on or timezone.localdate()
        values, errors, raw = self._read(page, data, answers, on)
        candidate = {**answers, **values}
        shown = self.shown_fields(page_key, candidate)
        keys = {field.key for field in shown}
        values = {key: value if key in keys else None for key, value in values.items()}
        errors = {key: text for key, text in errors.items() if key.partition("-")[0] in keys}
        errors |= self._missing(shown, values, errors)
        kept = self.relevant({**answers, **values})
        errors |= self._contradictions(kept, keys, errors)
        hints = {f.key: hint for f in shown if (hint := KINDS[f.kind].hint(f, values.get(f.key)))}
        seen = set(given(data, SHOWN).split(",")) if given(data, SHOWN) else keys
        return Cleaned(values, errors, raw, hints, frozenset(keys - seen))

    def _read(
        self, page: Page, data: Mapping[str, Any], answers: Answers, on: date
    ) -> tuple[dict[str, Any], dict[str, str], dict[str, Any]]:
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        raw: dict[str, Any] = {}
        for field in page.fields:
            kind = KINDS[field.kind]
            if not kind.has_value:
                continue
            own = kind.raw_of(field, answers.get(field.key)) if field.kind == "file" else kind.read(field, data)
            raw |= own
            values[field.key], found = attempt(field, own, on)
            errors |= found
        return values, errors, raw

    def _missing(self, shown: list[Field], values: Answers, errors: Mapping[str, str]) -> dict[str, str]:
        at_fault = {key.partition("-")[0] for key in errors}
        missing: dict[str, str] = {}
        for field in shown:
            kind = KINDS[field.kind]
            if not (field.required and kind.has_value) or field.key in at_fault or not is_empty(values.get(field.key)):
                continue
            missing |= kind.missing_parts(field) or {field.key: kind.required_sentence(field)}
        return missing

    def _contradictions(self, kept: Answers, keys: set[str], errors: Mapping[str, str]) -> dict[str, str]:
        return {
            check.field: check.message
            for check in self.checks
            if check.field in keys and check.field not in errors and holds(check.when, kept)
        }

    def clean_all(self, answers: Answers, *, on: date | None = None) -> dict[str, dict[str, str]]:
        """Errors by page key over stored answers; empty when the request can be sent."""
        on = on or timezone.localdate()
        faults: dict[str, dict[str, str]] = {}
        for page, shown, kept in self.walk(answers):
            errors: dict[str, str] = {}
            for field in shown:
                kind = KINDS[field.kind]
                if kind.has_value and field.key in kept:
                    errors |= attempt(field, kind.raw_of(field, kept[field.key]), on)[1]
            errors |= self._missing(shown, kept, errors)
            errors |= self._contradictions(kept, {field.key for field in shown}, errors)
            if errors:
                faults[page.key] = errors
        return faults

    def normalised(self, answers: Answers, *, on: date | None = None) -> dict[str, Any]:
        """Answers given as text (a scenario, a program, a dictation) in the form they are stored in."""
        on = on or timezone.localdate()
        values = {}
        for field in self.fields:
            kind = KINDS[field.kind]
            if kind.has_value and field.key in answers:
                values[field.key] = attempt(field, kind.raw_of(field, answers[field.key]), on)[0]
        return self.relevant(values)

    def subject(self, answers: Answers) -> str:
        """The title of one request, from its answers: « Copie d’acte de naissance de Julien Morel »."""
        return display.subject(self, self.relevant(answers))

    def display(self, answers: Answers, files: Mapping[str, str] | None = None) -> "list[display.Section]":
        """Answers for the summary, the back office and the PDF; `files` gives names by public id."""
        return display.sections(self, answers, files or {})

    def bind(self, page_key: str, answers: Answers, **extra: Any) -> "bound.BoundPage":
        """A page ready for templates: see `binding.bind_page`."""
        return binding.bind_page(self, page_key, answers, **extra)

    def answers_schema(self) -> dict[str, Any]:
        return schema.answers_schema(self)


def attempt(field: Field, raw: Mapping[str, Any], on: date) -> tuple[Any, dict[str, str]]:
    """The answer, or None and the sentences of what is wrong with it."""
    try:
        return KINDS[field.kind].clean(field, dict(raw), on), {}
    except Invalid as invalid:
        return None, invalid.parts or {field.key: invalid.sentence}
