"""The definition of a form as frozen objects: pages, fields, options, checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field as dataclass_field
from typing import Any

from procedures.form_engine.conditions import Condition
from procedures.form_engine.texts import say


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    help: str = ""
    icon: str = ""
    short: str = ""


@dataclass(frozen=True)
class Field:
    """One question. `key` never changes and is never reused: answers of past requests are read with it."""

    key: str
    kind: str
    label: str = ""
    help: str = ""
    example: str = ""
    text: str = ""
    error: str = ""
    required: bool = True
    when: Condition | None = None
    options: tuple[Option, ...] = ()
    parts: tuple[str, ...] = ()
    personal: str = ""
    kept_in_statistics: bool = False
    prefill: str = ""
    autocomplete: str = ""
    widget: str = ""
    max_length: int = 0
    minimum: Any = None
    maximum: Any = None
    decimals: int = 0
    accept: tuple[str, ...] = ()
    max_files: int = 5
    bounds: tuple[float, ...] = ()
    # Doors where an agent may leave it empty: nobody signs over the phone.
    optional_at: tuple[str, ...] = ()

    @classmethod
    def from_definition(cls, given: Mapping[str, Any], lang: str) -> "Field":
        texts = {name: say(given.get(name), lang) for name in ("label", "help", "example", "text", "error")}
        return cls(
            key=given["key"],
            kind=given["kind"],
            required=given.get("required", given["kind"] != "explanation"),
            when=given.get("when"),
            options=tuple(_option(one, lang) for one in given.get("options", ())),
            parts=tuple(given.get("parts", ("family_name", "first_names"))) if given["kind"] == "identity" else (),
            personal=given.get("personal", ""),
            kept_in_statistics=given.get("kept_in_statistics", False),
            prefill=given.get("prefill", ""),
            autocomplete=given.get("autocomplete", ""),
            widget=given.get("widget", ""),
            max_length=given.get("max_length", 0),
            minimum=given.get("min"),
            maximum=given.get("max"),
            decimals=given.get("decimals", 0),
            accept=tuple(given.get("accept", ())),
            max_files=given.get("max_files", 5),
            bounds=tuple(given.get("bounds", ())),
            optional_at=tuple(given.get("optional_at", ())),
            **texts,
        )


def _option(given: Mapping[str, Any], lang: str) -> Option:
    return Option(
        value=given["value"],
        label=say(given["label"], lang),
        help=say(given.get("help"), lang),
        icon=given.get("icon", ""),
        short=say(given.get("short"), lang),
    )


@dataclass(frozen=True)
class Page:
    key: str
    title: str
    intro: str = ""
    when: Condition | None = None
    fields: tuple[Field, ...] = dataclass_field(default_factory=tuple)

    @classmethod
    def from_definition(cls, given: Mapping[str, Any], lang: str) -> "Page":
        return cls(
            key=given["key"],
            title=say(given["title"], lang),
            intro=say(given.get("intro"), lang),
            when=given.get("when"),
            fields=tuple(Field.from_definition(one, lang) for one in given["fields"]),
        )


@dataclass(frozen=True)
class Check:
    """Across fields: when `when` is true the answers contradict each other, and `field` shows `message`."""

    when: Condition
    message: str
    field: str
