"""What a kind of field knows: read the input, clean it, show the answer, describe it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _, gettext_lazy as lazy

from procedures.form_engine.definition import Field
from procedures.form_engine.texts import one_line, safe

Raw = dict[str, Any]


class Invalid(Exception):
    """A sentence for the person, and which part of the field it is about."""

    def __init__(self, sentence: str, part: str = "", parts: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.part = part
        self.parts = dict(parts or {})


def given(data: Mapping[str, Any], name: str) -> str:
    """The last text under this name in a QueryDict or a plain dict, made safe."""
    values = every(data, name)
    return values[-1] if values else ""


def every(data: Mapping[str, Any], name: str) -> list[str]:
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
    if not isinstance(values, list | tuple):
        values = [] if values is None else [values]
    return [safe(value) for value in values[:200]]


def grouped(number: int) -> str:
    """1234567 → « 1 234 567 »."""
    return f"{number:,}".replace(",", " ")


class Kind:
    """The base: one input, one line of text."""

    template: ClassVar[str] = "text"
    has_value: ClassVar[bool] = True
    default_length: ClassVar[int] = 200
    missing: ClassVar[Any] = lazy("Répondez à cette question.")

    def names(self, field: Field) -> list[str]:
        """The names of its inputs."""
        return [field.key]

    def read(self, field: Field, data: Mapping[str, Any]) -> Raw:
        """What was typed, exactly enough to show it again."""
        return {name: given(data, name) for name in self.names(field)}

    def raw_of(self, field: Field, value: Any) -> Raw:
        """The inputs that would give this answer; any value is taken, nonsense reads as text."""
        return {field.key: safe(value)}

    def clean(self, field: Field, raw: Raw, on: date) -> Any:
        """The answer, None when there is none; Invalid with a sentence when it cannot be one."""
        return self.bounded(field, one_line(raw.get(field.key))) or None

    def bounded(self, field: Field, text: str) -> str:
        limit = field.max_length or self.default_length
        if len(text) > limit:
            raise Invalid(
                _("Votre réponse compte %(length)s signes. La limite est de %(limit)s.")
                % {"length": grouped(len(text)), "limit": grouped(limit)}
            )
        return text

    def hint(self, field: Field, value: Any) -> str:
        """Advice that never blocks."""
        return ""

    def show(self, field: Field, value: Any) -> str:
        return safe(value)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "maxLength": field.max_length or self.default_length}

    def children(self, field: Field) -> list[Field]:
        """The parts of a block, as fields of their own."""
        return []

    def missing_parts(self, field: Field) -> dict[str, str]:
        """What to say of each part when the whole block is empty."""
        return {}

    def required_sentence(self, field: Field) -> str:
        return field.error or str(self.missing)
