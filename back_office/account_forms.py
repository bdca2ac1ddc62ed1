"""Forms of absences, of leavers and of one’s own account. The operations stay the judges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .forms import DeskForm, _field_widget

NO_DAY = {"required": _("Indiquez un jour."), "invalid": _("Ce jour n’existe pas.")}
UNKNOWN = {"invalid_choice": _("Choisissez un agent de la liste."), "required": _("Choisissez un agent.")}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=_field_widget(forms.DateInput, type="date"), error_messages=NO_DAY)


def agent_field(label: Any, agents: Iterable[User], nobody: Any) -> forms.ChoiceField:
    choices = [("", nobody), *((str(one.public_id), one.display_name) for one in agents)]
    widget = _field_widget(forms.Select)
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget, error_messages=UNKNOWN)


class AbsenceForm(DeskForm):
    """``agents``: whose absence may be noted here; ``colleagues``: who may stand in."""

    from_on = _day(_("Premier jour d’absence"))
    to_on = _day(_("Dernier jour d’absence"))

    def __init__(self, *args: Any, agents: list[User], colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {str(one.public_id): one.pk for one in [*agents, *colleagues]}
        self.fields["agent"] = agent_field(_("Agent"), agents, _("Choisir…"))
        self.fields["agent"].required = True
        nobody = _("Le responsable du service")
        self.fields["replacement"] = agent_field(_("Remplacé par"), colleagues, nobody)
        self.order_fields(["agent", "from_on", "to_on", "replacement"])

    @property
    def known(self) -> dict[str, Any]:
        """The arguments of the operation."""
        data = self.cleaned_data
        return {
            "user_id": self.ids[data["agent"]],
            "from_on": data["from_on"],
            "to_on": data["to_on"],
            "replacement_id": self.ids.get(data["replacement"]),
        }


def _password(label: Any, *, new: bool) -> forms.CharField:
    kind = "new-password" if new else "current-password"
    widget = _field_widget(forms.PasswordInput, autocomplete=kind)
    missing = {"required": _("Écrivez un mot de passe.")}
    return forms.CharField(label=label, strip=False, max_length=256, widget=widget, error_messages=missing)


class NewPasswordForm(DeskForm):
    """Twice, so that a slip of the finger locks nobody out."""

    new = _password(_("Nouveau mot de passe"), new=True)
    again = _password(_("Le même, encore une fois"), new=True)

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or {}
        if known.get("new") and known.get("again") and known["new"] != known["again"]:
            self.add_error("again", _("Les deux mots de passe sont différents."))
        return known


class ChangePasswordForm(NewPasswordForm):
    old = _password(_("Mot de passe actuel"), new=False)
    field_order = ["old", "new", "again"]


class ExtensionForm(DeskForm):
    extension = forms.CharField(
        label=_("Poste téléphonique"),
        required=False,
        max_length=8,
        help_text=_("Le numéro court qui sonne devant vous ; vide pour aucun."),
        widget=_field_widget(forms.TextInput, inputmode="numeric", autocomplete="off"),
    )
