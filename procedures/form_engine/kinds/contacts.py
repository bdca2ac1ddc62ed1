import difflib
import re
from typing import Any

import phonenumbers
from django.utils.translation import gettext as _, gettext_lazy as lazy
from email_validator import EmailNotValidError, validate_email

from citizens.rules.contacts import parsed_phone
from procedures.form_engine.definition import Field
from procedures.form_engine.kinds.base import Invalid, Kind
from procedures.form_engine.texts import one_line

USUAL_DOMAINS = (
    "gmail.com", "orange.fr", "wanadoo.fr", "hotmail.fr", "hotmail.com", "outlook.fr", "outlook.com", "yahoo.fr",
    "yahoo.com", "free.fr", "sfr.fr", "laposte.net", "live.fr", "icloud.com", "bbox.fr", "protonmail.com", "neuf.fr",
)  # fmt: skip


class Email(Kind):
    default_length = 254
    missing = lazy("Indiquez votre adresse électronique.")

    def clean(self, field: Field, raw: dict[str, Any], on: object) -> str | None:
        text = self.bounded(field, one_line(raw.get(field.key)).removeprefix("mailto:").strip("<>;, "))
        if not text:
            return None
        if "@" not in text:
            raise Invalid(_("Il manque le signe @, par exemple nom@exemple.fr."))
        try:
            return validate_email(text.replace(" ", ""), check_deliverability=False, test_environment=True).normalized
        except (EmailNotValidError, UnicodeError, ValueError):
            raise Invalid(
                _("Cette adresse n’a pas la bonne forme. Écrivez-la comme dans l’exemple : nom@exemple.fr.")
            ) from None

    def hint(self, field: Field, value: Any) -> str:
        name, _at, domain = str(value or "").rpartition("@")
        if not name or domain in USUAL_DOMAINS:
            return ""
        close = difflib.get_close_matches(domain, USUAL_DOMAINS, n=1, cutoff=0.85)
        return _("Vouliez-vous dire %(address)s ?") % {"address": f"{name}@{close[0]}"} if close else ""


class Phone(Kind):
    """Any spelling in, E.164 out: « 06 12 34 56 78 », « +33 (0)6… », « 0590… » of Guadeloupe."""

    default_length = 40
    missing = lazy("Indiquez votre numéro de téléphone.")

    def clean(self, field: Field, raw: dict[str, Any], on: object) -> str | None:
        text = self.bounded(field, one_line(raw.get(field.key)))
        if not text:
            return None
        number = parsed_phone(text)
        if number is None or not phonenumbers.is_possible_number(number) or re.search(r"[^\W\d_]", text):
            raise Invalid(_("Écrivez un numéro complet, par exemple 06 12 34 56 78."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def show(self, field: Field, value: Any) -> str:
        try:
            number = phonenumbers.parse(str(value), "FR")
        except phonenumbers.NumberParseException:
            return super().show(field, value)
        style = "NATIONAL" if number.country_code == 33 else "INTERNATIONAL"
        return phonenumbers.format_number(number, getattr(phonenumbers.PhoneNumberFormat, style))

    def raw_of(self, field: Field, value: Any) -> dict[str, Any]:
        return {field.key: self.show(field, value) if value else ""}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+[1-9]\d{5,14}$"}
