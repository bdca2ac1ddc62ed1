"""Where a request happens, read from its answers: the point, or else the address. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procedures.form_engine import Form


@dataclass(frozen=True)
class Place:
    words: str = ""
    lat: float | None = None
    lon: float | None = None


def place_of(form: Form, answers: Mapping[str, Any]) -> Place:
    """The first place asked for; an address is used only where the procedure asks for no point."""
    kept = form.relevant(answers)
    for field in form.fields:
        value = kept.get(field.key)
        if field.kind == "point" and isinstance(value, Mapping):
            return Place(str(value.get("words") or ""), value.get("lat"), value.get("lon"))
    for field in form.fields:
        if field.kind == "address" and kept.get(field.key):
            return Place(str(kept[field.key]))
    return Place()
