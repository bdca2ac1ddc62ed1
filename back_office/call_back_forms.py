"""Forms of the people to call back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisation.models import Service
from organisation.rules.replacing import Absents

from .forms import DeskForm, Words, _field_widget, agent_choices

SERVICE, AGENT = "service", "agent"


class LaterForm(DeskForm):
    """Another day, perhaps an hour that was promised."""

    day = forms.DateField(
        label=_("Rappeler le"),
        widget=_field_widget(forms.DateInput, type="date"),
        error_messages={"required": _("Dites quel jour rappeler."), "invalid": _("Ce jour n’existe pas.")},
    )
    time = forms.TimeField(
        label=_("À partir de (facultatif)"),
        required=False,
        widget=_field_widget(forms.TimeInput, type="time"),
        error_messages={"invalid": _("Cette heure n’existe pas.")},
    )


class HandOverForm(DeskForm):
    """To a colleague of the service, or to another service."""

    to = forms.ChoiceField(
        label=_("À qui"),
        widget=_field_widget(forms.Select),
        error_messages={
            "required": _("Choisissez un agent ou un service."),
            "invalid_choice": _("Choisissez un agent ou un service de la liste."),
        },
    )

    def __init__(
        self,
        *args: Any,
        agents: Iterable[User] = (),
        services: Iterable[Service] = (),
        absents: Absents | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.users = {f"{AGENT}:{one.public_id}": one.pk for one in agents}
        self.places = {f"{SERVICE}:{one.code}": one.pk for one in services}
        named = agent_choices(agents, absents or {})
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choisir…")),
            (_("Agents du service"), [(f"{AGENT}:{ref}", label) for ref, label in named]),
            (_("Autres services"), [(f"{SERVICE}:{one.code}", one.name) for one in services]),
        ]

    @property
    def target(self) -> dict[str, int]:
        """The keywords of the operation."""
        chosen = self.cleaned_data["to"]
        return {"owner_id": self.users[chosen]} if chosen in self.users else {"service_id": self.places[chosen]}


class DropForm(DeskForm):
    reason = Words(
        label=_("Motif"),
        max_length=300,
        widget=_field_widget(forms.TextInput),
        error_messages={"required": _("Dites pourquoi l’appel est abandonné.")},
    )


class ReachedForm(DeskForm):
    outcome = Words(
        label=_("Ce qui a été dit (facultatif)"),
        max_length=300,
        required=False,
        widget=_field_widget(forms.TextInput),
    )
