from typing import Any

from django.utils.translation import gettext as _, gettext_lazy as lazy

from procedures.form_engine.definition import Field
from procedures.form_engine.kinds.base import Invalid, Kind, Raw, every
from procedures.form_engine.texts import one_line, safe


class Choice(Kind):
    template = "choice"
    missing = lazy("Choisissez une réponse.")

    def clean(self, field: Field, raw: Raw, on: object) -> str | None:
        text = one_line(raw.get(field.key))
        if text and text not in {option.value for option in field.options}:
            raise Invalid(_("Choisissez une réponse dans la liste."))
        return text or None

    def show(self, field: Field, value: Any) -> str:
        return next((option.label for option in field.options if option.value == value), safe(value))

    def schema(self, field: Field) -> dict[str, Any]:
        return {"enum": [option.value for option in field.options]}


class Choices(Choice):
    template = "choices"
    missing = lazy("Choisissez au moins une réponse.")

    def read(self, field: Field, data: Any) -> Raw:
        return {field.key: every(data, field.key)}

    def raw_of(self, field: Field, value: Any) -> Raw:
        return {field.key: every({"value": value}, "value")}

    def clean(self, field: Field, raw: Raw, on: object) -> list[str] | None:  # type: ignore[override]
        chosen = every(raw, field.key)
        known = [option.value for option in field.options]
        if any(value and value not in known for value in chosen):
            raise Invalid(_("Choisissez des réponses dans la liste."))
        return [value for value in known if value in chosen] or None

    def show(self, field: Field, value: Any) -> str:
        return ", ".join(super(Choices, self).show(field, one) for one in every({"value": value}, "value"))

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "array", "items": super().schema(field), "uniqueItems": True}


class YesNo(Kind):
    template = "yes_no"
    missing = lazy("Répondez par oui ou par non.")
    words = {"oui": True, "non": False}

    def raw_of(self, field: Field, value: Any) -> Raw:
        return {field.key: {True: "oui", False: "non"}.get(value, "") if isinstance(value, bool) else ""}

    def clean(self, field: Field, raw: Raw, on: object) -> bool | None:
        text = one_line(raw.get(field.key)).lower()
        if text and text not in self.words:
            raise Invalid(str(self.missing))
        return self.words.get(text)

    def show(self, field: Field, value: Any) -> str:
        return _("Oui") if value else _("Non")

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "boolean"}


class Attestation(Kind):
    """A box that must be ticked: what is attested stands in `text` or in the label."""

    template = "attestation"
    missing = lazy("Cochez cette case pour continuer.")

    def raw_of(self, field: Field, value: Any) -> Raw:
        return {field.key: "oui" if value is True else ""}

    def clean(self, field: Field, raw: Raw, on: object) -> bool | None:
        return True if one_line(raw.get(field.key)).lower() in ("oui", "on", "true", "1") else None

    def show(self, field: Field, value: Any) -> str:
        return _("Oui") if value else _("Non")

    def schema(self, field: Field) -> dict[str, Any]:
        return {"const": True}


class Explanation(Kind):
    template = "explanation"
    has_value = False

    def names(self, field: Field) -> list[str]:
        return []

    def clean(self, field: Field, raw: Raw, on: object) -> None:
        return None
