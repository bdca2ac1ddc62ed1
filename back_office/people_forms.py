"""Forms of the pages « Usagers ». A field is judged by the rules of the people’s room, in their own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from citizens.enums import LANGUAGES, AlertKind, Civility, ContactKind, MandateScope, Need, PartyKind
from citizens.models import Citizen
from citizens.rules import identity
from core.enums import Channel
from core.errors import Refused

from . import desk_person
from .forms import DeskForm, Words, _field_widget

Choices = list[tuple[str, Any]]


def judged(check: Callable[[], Any]) -> Any:
    """A refusal of the rules becomes the sentence under the field."""
    try:
        return check()
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from refusal


def _line(label: str | Promise, *, required: str | Promise = "", **attributes: Any) -> Words:
    longest = attributes.pop("longest", identity.LONGEST_NAME)
    return Words(
        label=label,
        required=bool(required),
        max_length=longest,
        widget=_field_widget(forms.TextInput, autocomplete="off", **attributes),
        error_messages={"required": required, "max_length": _("C’est trop long : %(limit_value)d signes au plus.")},
    )


def _select(label: str | Promise, choices: Choices, *, required: str | Promise = "") -> forms.ChoiceField:
    wrong = _("Choisissez dans la liste.")
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(required),
        widget=_field_widget(forms.Select),
        error_messages={"required": required or wrong, "invalid_choice": wrong},
    )


def _day(label: str | Promise, *, required: str | Promise = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(required),
        widget=_field_widget(forms.DateInput, type="date"),
        error_messages={"required": required, "invalid": _("Ce jour n’existe pas.")},
    )


class BirthField(Words):
    """« 12/04/1987 », « 12 4 1987 », « 1987-04-12 »; what was typed stays as typed."""

    def __init__(self) -> None:
        widget = _field_widget(forms.TextInput, autocomplete="off", inputmode="numeric", placeholder="12/04/1987")
        super().__init__(label=_("Date de naissance"), required=False, max_length=20, widget=widget)
        self.today: dt.date | None = None

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed.strip() and not any(sign.isdigit() for sign in typed):
            raise ValidationError(_("Écrivez la date de naissance comme 12/04/1987."))
        return judged(lambda: identity.checked_birth(desk_person.birth_date(typed), self.today or dt.date.max))


class _Dated(DeskForm):
    """A birth date is judged on the day of the town."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(birth := self.fields.get("birth_date"), BirthField):
            birth.today = today


class NewPersonForm(_Dated):
    """Two fields suffice; the rest is welcome."""

    family_name = _line(_("Nom de famille"), required=_("Indiquez le nom de la personne."))
    first_names = _line(_("Prénoms"))
    phone = _line(_("Téléphone"), longest=40, inputmode="tel")
    email = _line(_("Courriel"), longest=254, inputmode="email")
    birth_date = BirthField()
    postal_address = _line(_("Adresse"), longest=400)

    kind = PartyKind.PERSON.value

    def clean_phone(self) -> str:
        return self._contact(ContactKind.PHONE, "phone")

    def clean_email(self) -> str:
        return self._contact(ContactKind.EMAIL, "email")

    def _contact(self, kind: ContactKind, name: str) -> str:
        typed = self.cleaned_data[name]
        return judged(lambda: identity.checked_contact(kind, typed)[0]) if typed.strip() else ""

    @property
    def folded(self) -> list[forms.BoundField]:
        """Under « plus »: open when one of them is wrong or filled."""
        return [self[name] for name in self.fields if name in ("phone", "email", "birth_date", "postal_address")]

    @property
    def unfolded(self) -> list[forms.BoundField]:
        folded = {field.name for field in self.folded}
        return [field for field in self if field.name not in folded]

    @property
    def opened(self) -> bool:
        return any(field.errors or field.value() for field in self.folded)


class NewBodyForm(NewPersonForm):
    """An association or a firm: its name, and its number when it is known."""

    family_name = _line(_("Nom de l’association ou de l’entreprise"), required=_("Indiquez le nom de l’organisme."))
    body = _select(
        _("Nature"),
        [(one.value, one.label.capitalize()) for one in (PartyKind.ASSOCIATION, PartyKind.FIRM)],
        required=_("Choisissez association ou entreprise."),
    )
    registration = _line(_("Numéro RNA ou SIRET (facultatif)"), longest=20)
    first_names = None  # type: ignore[assignment]
    birth_date = None  # type: ignore[assignment]

    field_order = ("family_name", "body", "registration")

    def clean_registration(self) -> str:
        return judged(lambda: identity.checked_registration(PartyKind.ASSOCIATION, self.cleaned_data["registration"]))


class IdentityForm(_Dated):
    """Who the person is and how they are served. Each value is text, to be compared with what the page showed."""

    civility = _select(_("Civilité"), [(value, str(label).capitalize()) for value, label in Civility.choices])
    family_name = _line(_("Nom de famille (de naissance)"), required=_("Indiquez le nom de la personne."))
    name_in_use = _line(_("Nom d’usage"))
    first_names = _line(_("Prénoms"))
    birth_date = BirthField()
    language = _select(_("Langue"), [(code, label) for code, label in LANGUAGES.items()])
    preferred_channel = _select(
        _("Préfère être joint"),
        [("", _("Sans préférence")), *((one.value, one.label) for one in Channel if one != Channel.API)],
    )
    needs = forms.MultipleChoiceField(
        label=_("Besoins"),
        required=False,
        choices=[(one.value, str(one.label).capitalize()) for one in Need],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": _("Choisissez les besoins dans la liste.")},
    )
    registration = _line(_("Numéro RNA ou SIRET"), longest=20)

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.citizen = citizen
        person_only = ("civility", "name_in_use", "first_names", "birth_date")
        for name in person_only if citizen.is_organisation else ("registration",):
            del self.fields[name]
        if citizen.is_organisation:
            self.fields["family_name"].label = _("Nom de l’organisme")
        if citizen.language not in LANGUAGES:
            self.fields["language"].choices.append((citizen.language, citizen.language))  # type: ignore[attr-defined]

    def clean_registration(self) -> str:
        typed = self.cleaned_data["registration"]
        return judged(lambda: identity.checked_registration(self.citizen.kind, typed))


class ContactForm(DeskForm):
    """A phone, an e-mail or an address; ``kind`` is guessed by nobody."""

    kind = _select(_("Nature"), [(one.value, str(one.label).capitalize()) for one in ContactKind])
    value = _line(_("Coordonnée"), required=_("Écrivez le numéro ou l’adresse."), longest=400)
    label = _line(_("Précision (facultatif) : « le soir », « travail »"), longest=60)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "value" in found and "kind" in found:
            try:
                identity.checked_contact(found["kind"], found["value"])
            except Refused as refusal:
                self.add_error("value", refusal.sentence)
        return found


class AlertForm(DeskForm):
    """From the closed list, with an end."""

    kind = _select(
        _("Ce que le prochain agent doit savoir"),
        [("", _("Choisir…")), *((one.value, one.label) for one in AlertKind)],
        required=_("Choisissez une alerte de la liste."),
    )
    until_on = _day(_("Jusqu’au (un an au plus)"), required=_("Dites jusqu’à quel jour vaut cette alerte."))


class KeepersForm(DeskForm):
    """The agents who will see the address; nobody else will, whatever their role."""

    keepers = forms.MultipleChoiceField(
        label=_("Agents habilités à voir l’adresse"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={
            "required": _("Nommez au moins un agent habilité à voir cette adresse."),
            "invalid_choice": _("Un des agents nommés n’a pas de compte en service."),
        },
    )

    def __init__(self, *args: Any, agents: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.public_id): one.pk for one in agents}
        self.fields["keepers"].choices = [(str(one.public_id), one.display_name) for one in agents]  # type: ignore[attr-defined]

    @property
    def keeper_ids(self) -> list[int]:
        return [self.known[ref] for ref in self.cleaned_data["keepers"]]


class MandateForm(DeskForm):
    """What it allows and until when. « famille:… » and « demarche:… » name a code of the catalogue."""

    scope = _select(_("Ce que permet le mandat"), [], required=_("Dites ce que permet le mandat."))
    from_on = _day(_("À partir du (aujourd’hui si vide)"))
    until_on = _day(_("Jusqu’au"), required=_("Dites jusqu’à quel jour vaut ce mandat."))
    document = forms.FileField(
        label=_("Pièce (facultatif) : procuration, jugement"), required=False, widget=forms.ClearableFileInput()
    )

    def __init__(self, *args: Any, scopes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        self.fields["document"].error_messages["empty"] = _("Ce fichier est vide.")

    @property
    def scope_given(self) -> dict[str, str]:
        """The keywords of the operation."""
        kind, _sep, code = self.cleaned_data["scope"].partition(":")
        names = {"famille": (MandateScope.FAMILY, "family"), "demarche": (MandateScope.PROCEDURE, "procedure")}
        if kind not in names:
            return {"scope": MandateScope.EVERYTHING}
        scope, name = names[kind]
        return {"scope": scope, name: code}


class SpeakerForm(DeskForm):
    role = _line(_("Qualité : présidente, gérant…"), longest=80)
    until_on = _day(_("Jusqu’au (facultatif)"))
