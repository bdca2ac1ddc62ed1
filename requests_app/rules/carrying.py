"""What one form already says that another asks: who writes and how to reach them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.form_engine import Form


def carried(old: Form, new: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of ``old`` under the keys of ``new``: the same field of the person’s profile, of the same kind.

    Words about the matter are never guessed into a field: an agent reads them where they were written.
    """
    known = {
        (field.kind, field.prefill): answers[field.key]
        for field in old.fields
        if field.prefill and answers.get(field.key)
    }
    found: dict[str, Any] = {}
    for field in new.fields:
        value = known.get((field.kind, field.prefill))
        if value is not None:
            found[field.key] = _fitting(field, value)
    return found


def _fitting(field: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {part: text for part, text in value.items() if part in field.parts}
