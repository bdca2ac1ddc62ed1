"""JSON Schema of the answers, for programs that file (draft 2020-12)."""

from typing import TYPE_CHECKING, Any

from procedures.form_engine.kinds import KINDS

if TYPE_CHECKING:
    from procedures.form_engine.form import Form


def answers_schema(form: "Form") -> dict[str, Any]:
    """Required are the questions that are always asked; the others depend on conditions the server evaluates."""
    properties, required = {}, []
    for page in form.all_pages:
        for field in page.fields:
            kind = KINDS[field.kind]
            if not kind.has_value:
                continue
            properties[field.key] = kind.schema(field) | {"title": field.label or field.text}
            if field.required and not field.when and not page.when:
                required.append(field.key)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
