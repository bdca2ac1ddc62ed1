import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy as lazy

from procedures.form_engine.definition import Field
from procedures.form_engine.kinds.base import Invalid, Kind, Raw
from procedures.form_engine.texts import one_line, safe

PARTS = ("jour", "mois", "annee")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_MONTH_WORDS = {"fevrier": 2, "aout": 8, "decembre": 12} | {word: n for n, word in enumerate(MONTHS, 1)}


class Number(Kind):
    default_length = 18
    missing = lazy("Indiquez un nombre.")

    def clean(self, field: Field, raw: Raw, on: date) -> int | float | None:
        text = self.bounded(field, one_line(raw.get(field.key)))
        if not text:
            return None
        number = self._parse(field, text)
        if field.minimum is not None and number < Decimal(str(field.minimum)):
            raise Invalid(_("Indiquez %(limit)s au moins.") % {"limit": self.show(field, field.minimum)})
        if field.maximum is not None and number > Decimal(str(field.maximum)):
            raise Invalid(_("Indiquez %(limit)s au plus.") % {"limit": self.show(field, field.maximum)})
        return float(number) if field.decimals else int(number)

    def _parse(self, field: Field, text: str) -> Decimal:
        digits = re.sub(r"\s", "", text).replace(",", ".")
        try:
            number = Decimal(digits) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", digits, re.ASCII) else None
        except InvalidOperation:
            number = None
        if number is None:
            raise Invalid(_("Écrivez un nombre en chiffres, par exemple 12."))
        if number != round(number, field.decimals):
            raise Invalid(
                _("Écrivez un nombre entier, sans virgule.")
                if not field.decimals
                else _("Écrivez %(count)s chiffres au plus après la virgule.") % {"count": field.decimals}
            )
        return number

    def show(self, field: Field, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return super().show(field, value)
        return f"{value:,}".replace(",", " ").replace(".", ",")

    def raw_of(self, field: Field, value: Any) -> Raw:
        return {field.key: "" if value is None else safe(value).replace(".", ",")}

    def schema(self, field: Field) -> dict[str, Any]:
        limits = {"minimum": field.minimum, "maximum": field.maximum}
        kind = "number" if field.decimals else "integer"
        return {"type": kind} | {name: limit for name, limit in limits.items() if limit is not None}


class Date(Kind):
    """Three inputs: day, month, year. `min` and `max` are ISO dates or « today »."""

    template = "date"
    missing = lazy("Indiquez une date.")

    def names(self, field: Field) -> list[str]:
        return [f"{field.key}-{part}" for part in PARTS]

    def raw_of(self, field: Field, value: Any) -> Raw:
        year, month, day = (safe(value).split("-") + ["", "", ""])[:3]
        typed = (day.lstrip("0"), month.lstrip("0"), year)
        return dict(zip(self.names(field), typed, strict=True))

    def clean(self, field: Field, raw: Raw, on: date) -> str | None:
        day, month, year = (one_line(raw.get(name)) for name in self.names(field))
        if not (day or month or year):
            return None
        month = str(_MONTH_WORDS.get(month.lower(), month))
        self._complete(day, month, year)
        found = self._real(int(day), int(month), int(year))
        self._within(field, found, on)
        return found.isoformat()

    def _complete(self, day: str, month: str, year: str) -> None:
        if not day:
            raise Invalid(_("Il manque le jour."), part="jour")
        if not month:
            raise Invalid(_("Il manque le mois."), part="mois")
        if not year:
            raise Invalid(_("Il manque l’année."), part="annee")
        for part, text in zip(PARTS, (day, month, year), strict=True):
            if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
                raise Invalid(_("Écrivez la date en chiffres, par exemple 27 3 1984."), part=part)
        if len(year) != 4:
            raise Invalid(_("Écrivez l’année avec 4 chiffres, par exemple 1984."), part="annee")

    def _real(self, day: int, month: int, year: int) -> date:
        if not 1 <= month <= 12:
            raise Invalid(_("Le mois va de 1 à 12."), part="mois")
        if year < 1000:
            raise Invalid(_("Vérifiez l’année."), part="annee")
        try:
            return date(year, month, day)
        except ValueError:
            raise Invalid(
                _("Le %(day)s %(month)s %(year)s n’existe pas. Vérifiez le jour.")
                % {"day": day, "month": MONTHS[month - 1], "year": year},
                part="jour",
            ) from None

    def _within(self, field: Field, found: date, on: date) -> None:
        lowest, highest = bound(field.minimum, on), bound(field.maximum, on)
        if highest and found > highest:
            late = _("Cette date est dans le futur. Vérifiez l’année.") if field.maximum == "today" else None
            raise Invalid(
                late or _("Indiquez une date jusqu’au %(limit)s.") % {"limit": spelled(highest)}, part="annee"
            )
        if lowest and found < lowest:
            past = _("Cette date est déjà passée.") if field.minimum == "today" else None
            raise Invalid(
                past or _("Indiquez une date à partir du %(limit)s.") % {"limit": spelled(lowest)}, part="annee"
            )

    def show(self, field: Field, value: Any) -> str:
        try:
            return spelled(date.fromisoformat(str(value)))
        except ValueError:
            return safe(value)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


def bound(limit: Any, on: date) -> date | None:
    if not limit:
        return None
    return on if limit == "today" else date.fromisoformat(str(limit))


def spelled(day: date) -> str:
    """« 1er mars 1984 »."""
    number = _("1er") if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"
