import dataclasses
import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy as lazy

from procedures.form_engine.definition import Field
from procedures.form_engine.kinds.base import Invalid, Kind, Raw, every, given
from procedures.form_engine.kinds.figures import Date
from procedures.form_engine.kinds.words import Text
from procedures.form_engine.texts import one_line, safe

# part → (kind, label, help, autocomplete, what is said when missing)
IDENTITY_PARTS: dict[str, tuple[str, Any, Any, str, Any]] = {
    "family_name": ("text", lazy("Nom de naissance"), "", "family-name", lazy("Indiquez le nom de naissance.")),
    "name_in_use": ("text", lazy("Nom d’usage"), lazy("Par exemple le nom d’épouse ou d’époux."), "off", ""),
    "first_names": ("text", lazy("Prénoms"), "", "given-name", lazy("Indiquez les prénoms.")),
    "birth_date": (
        "date",
        lazy("Date de naissance"),
        lazy("Par exemple : 27 3 1984"),
        "bday",
        lazy("Indiquez la date de naissance."),
    ),
}


class Identity(Kind):
    """A person: the family name is used unless they asked for the name in use (CRPA L111-3)."""

    template = "identity"
    missing = lazy("Indiquez le nom et les prénoms.")

    def children(self, field: Field) -> list[Field]:
        """Its parts as fields: each has its label, its error and its own input."""
        return [self._child(field, part) for part in field.parts if part in IDENTITY_PARTS]

    def _child(self, field: Field, part: str) -> Field:
        kind, label, help_text, token, missing = IDENTITY_PARTS[part]
        own = field.autocomplete != "off"
        return dataclasses.replace(
            field,
            key=f"{field.key}-{part}",
            kind=kind,
            label=str(label),
            help=str(help_text),
            error=str(missing),
            required=field.required and part != "name_in_use",
            autocomplete=token if own else "off",
            when=None,
            parts=(),
            max_length=120,
            minimum="1880-01-01" if kind == "date" else None,
            maximum="today" if kind == "date" else None,
        )

    def _kind(self, child: Field) -> Kind:
        return Date() if child.kind == "date" else Text()

    def names(self, field: Field) -> list[str]:
        return [name for child in self.children(field) for name in self._kind(child).names(child)]

    def raw_of(self, field: Field, value: Any) -> Raw:
        parts = value if isinstance(value, Mapping) else {}
        raw: Raw = {}
        for child in self.children(field):
            raw |= self._kind(child).raw_of(child, parts.get(child.key.rpartition("-")[2]) or "")
        return raw

    def clean(self, field: Field, raw: Raw, on: date) -> dict[str, str] | None:
        value, errors = {}, {}
        for child in self.children(field):
            try:
                part = self._kind(child).clean(child, raw, on)
            except Invalid as invalid:
                errors[child.key] = invalid.sentence
                continue
            if part:
                value[child.key.rpartition("-")[2]] = part
        if not errors and not value:
            return None
        errors = self._gaps(field, value) | errors
        if errors:
            raise Invalid(next(iter(errors.values())), parts=errors)
        return value

    def _gaps(self, field: Field, value: Mapping[str, str]) -> dict[str, str]:
        """Once begun, a person is whole: a name without first names identifies nobody."""
        return {
            child.key: child.error
            for child in self.children(field)
            if child.error and child.key.rpartition("-")[2] not in value
        }

    def missing_parts(self, field: Field) -> dict[str, str]:
        return self._gaps(field, {})

    def show(self, field: Field, value: Any) -> str:
        """« Julien Marc Morel, né(e) le 9 novembre 1992 »."""
        if not isinstance(value, Mapping):
            return safe(value)
        name = person_name(value)
        born = value.get("birth_date")
        return _("%(name)s, né(e) le %(day)s") % {"name": name, "day": Date().show(field, born)} if born else name

    def schema(self, field: Field) -> dict[str, Any]:
        parts = {child.key.rpartition("-")[2]: self._kind(child).schema(child) for child in self.children(field)}
        needed = [part for part in parts if part != "name_in_use"]
        return {"type": "object", "properties": parts, "required": needed, "additionalProperties": False}


def person_name(value: Mapping[str, Any]) -> str:
    names = (value.get("first_names"), value.get("name_in_use") or value.get("family_name"))
    return " ".join(safe(name) for name in names if name)


class Point(Kind):
    """A place: a point on the map, or words; words always suffice."""

    template = "point"
    default_length = 300
    missing = lazy("Dites où c’est : une adresse ou un repère suffit.")

    def names(self, field: Field) -> list[str]:
        return [f"{field.key}-words", f"{field.key}-lat", f"{field.key}-lon"]

    def raw_of(self, field: Field, value: Any) -> Raw:
        parts = value if isinstance(value, Mapping) else {}
        return {f"{field.key}-{part}": safe(parts.get(part)) for part in ("words", "lat", "lon")}

    def clean(self, field: Field, raw: Raw, on: date) -> dict[str, Any] | None:
        words = self.bounded(field, one_line(raw.get(f"{field.key}-words")))
        lat, lon = one_line(raw.get(f"{field.key}-lat")), one_line(raw.get(f"{field.key}-lon"))
        if not (lat or lon):
            return {"words": words, "lat": None, "lon": None} if words else None
        place = coordinate(lat, 90), coordinate(lon, 180)
        if None in place:
            raise Invalid(_("Le point de la carte n’a pas été compris. Placez-le de nouveau ou décrivez le lieu."))
        if field.bounds and not self._inside(field, *place):
            raise Invalid(_("Ce point est hors de la commune. Placez-le de nouveau ou décrivez le lieu."))
        return {"words": words, "lat": place[0], "lon": place[1]}

    def _inside(self, field: Field, lat: float | None, lon: float | None) -> bool:
        south, west, north, east = field.bounds
        return lat is not None and lon is not None and south <= lat <= north and west <= lon <= east

    def show(self, field: Field, value: Any) -> str:
        if not isinstance(value, Mapping):
            return safe(value)
        words = safe(value.get("words"))
        if value.get("lat") is None:
            return words
        point = _("point sur la carte (%(lat)s ; %(lon)s)") % {"lat": value["lat"], "lon": value["lon"]}
        return f"{words} – {point}" if words else point[:1].upper() + point[1:]

    def schema(self, field: Field) -> dict[str, Any]:
        number = {"type": ["number", "null"]}
        parts = {"words": {"type": "string", "maxLength": self.default_length}, "lat": number, "lon": number}
        return {"type": "object", "properties": parts, "additionalProperties": False}


def coordinate(text: str, limit: int) -> float | None:
    """Degrees, 6 decimals (0.1 m); None for anything else."""
    if not re.fullmatch(r"[-+]?\d{1,3}([.,]\d{1,20})?", text, re.ASCII):
        return None
    number = float(text.replace(",", "."))
    return round(number, 6) if math.isfinite(number) and abs(number) <= limit else None


class File(Kind):
    """Public ids of stored files. They are the draft's own answers, never what a browser sends: who uploads is
    the face, which checks that the file belongs to the draft."""

    template = "file"
    missing = lazy("Ajoutez un fichier.")

    def read(self, field: Field, data: Any) -> Raw:
        return {field.key: every(data, field.key)}

    def raw_of(self, field: Field, value: Any) -> Raw:
        return {field.key: every({"value": value}, "value")}

    def clean(self, field: Field, raw: Raw, on: date) -> list[str] | None:
        ids = [one for one in dict.fromkeys(every(raw, field.key)) if is_uuid(one)]
        if len(ids) > field.max_files:
            raise Invalid(
                _("%(limit)s fichiers au plus : retirez-en %(extra)s.")
                % {"limit": field.max_files, "extra": len(ids) - field.max_files}
            )
        return ids or None

    def show(self, field: Field, value: Any) -> str:
        count = len(every({"value": value}, "value"))
        return _("1 fichier") if count == 1 else _("%(count)s fichiers") % {"count": count}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "format": "uuid"}, "maxItems": field.max_files}


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


__all__ = ["File", "Identity", "Point", "given", "is_uuid", "person_name"]
