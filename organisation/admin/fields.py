"""Fields of the administration that spare the administrator JSON."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _

from organisation.rules.opening_hours import Hours, validate_opening_hours

LARGEST_PLAN = 5 * 1024 * 1024


class OpeningHoursField(forms.CharField):
    """One line a rule: « Lundi au vendredi : 8 h 30 – 12 h et 13 h 30 – 17 h 30 »."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 60})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Horaires"))
        kwargs.setdefault(
            "help_text", _("Une ligne par règle : « Lundi au vendredi : 8 h 30 – 12 h et 13 h 30 – 17 h ».")
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{line['days']} : {line['hours']}" for line in value)
        return value

    def to_python(self, value: Any) -> Any:
        lines: list[Hours] = []
        for line in str(value or "").splitlines():
            days, colon, hours = line.partition(":")
            if not line.strip():
                continue
            if not colon:
                raise ValidationError(gettext("Séparez les jours et les heures par « : »."))
            lines.append({"days": days.strip(), "hours": hours.strip()})
        return lines

    def validate(self, value: Any) -> None:
        super().validate(value)
        validate_opening_hours(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or [])
        except ValidationError:
            return True


class PlanField(forms.FileField):
    """A GeoJSON FeatureCollection sent as a file: too large for a text box."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Remplacer le plan de la ville"))
        kwargs.setdefault("help_text", _("Fichier GeoJSON, 5 Mo au plus, en latitudes et longitudes (WGS 84)."))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        return self._read(sent) if isinstance(sent, UploadedFile) else None

    @staticmethod
    def _read(sent: UploadedFile) -> dict[str, Any]:
        if (sent.size or 0) > LARGEST_PLAN:
            raise ValidationError(gettext("Ce fichier dépasse 5 Mo : simplifiez le plan."))
        try:
            plan = json.loads(sent.read().decode("utf-8"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            plan = None
        if not isinstance(plan, dict) or plan.get("type") != "FeatureCollection" or not plan.get("features"):
            raise ValidationError(gettext("Ce fichier n’est pas un plan GeoJSON (« FeatureCollection »)."))
        return plan
