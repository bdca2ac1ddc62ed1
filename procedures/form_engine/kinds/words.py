from typing import Any

from django.utils.translation import gettext as _, gettext_lazy as lazy

from procedures.form_engine.definition import Field
from procedures.form_engine.kinds.base import Kind
from procedures.form_engine.texts import paragraphs


class Text(Kind):
    pass


class LongText(Kind):
    template = "long_text"
    default_length = 5000

    def clean(self, field: Field, raw: dict[str, Any], on: object) -> str | None:
        return self.bounded(field, paragraphs(raw.get(field.key))) or None

    def hint(self, field: Field, value: Any) -> str:
        from core.privacy import find_nir

        if value and find_nir(str(value)):
            return _(
                "Ce texte semble contenir un numéro de sécurité sociale. "
                "Nous n’en avons pas besoin : vous pouvez l’enlever."
            )
        return ""


class Address(Kind):
    """Free text always: the suggestions of the town's streets are a help, never a gate."""

    template = "address"
    default_length = 300
    missing = lazy("Indiquez l’adresse.")

    def clean(self, field: Field, raw: dict[str, Any], on: object) -> str | None:
        text = ", ".join(line.strip(" ,") for line in paragraphs(raw.get(field.key)).split("\n") if line.strip(" ,"))
        return self.bounded(field, text) or None

    def hint(self, field: Field, value: Any) -> str:
        has_postcode = any(word.isdigit() and len(word) == 5 for word in str(value or "").replace(",", " ").split())
        if value and field.widget == "postal" and not has_postcode:
            return _("Vérifiez que l’adresse comporte le code postal et la commune.")
        return ""
