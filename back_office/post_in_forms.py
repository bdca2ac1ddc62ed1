"""The registration of a letter as typed: dates, sender, person, object, procedure, service."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from channels_app.models import PostalItem
from channels_app.post.enums import Unopened
from channels_app.post.people import Proposed
from organisation.models import Service
from procedures.models import Procedure

from .desk import NOBODY, SOMEBODY_NEW
from .forms import DeskForm, Words

_DATE_WRONG = lazy("Écrivez la date comme 18/11/2026.")
_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %m %Y"]
_CIVILITY = re.compile(r"^(?:m(?:onsieur|\.)?|mme|madame|mlle|mademoiselle|me|dr)\b\.?\s+", re.IGNORECASE)


def _date(label: Any, *, required: bool = False) -> forms.DateField:
    wrong = {"invalid": _DATE_WRONG, "required": _DATE_WRONG}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"})
    return forms.DateField(
        label=label, required=required, input_formats=_FORMATS, error_messages=wrong, widget=widget, localize=False
    )


def _words(label: Any, most: int, **attributes: Any) -> Words:
    widget = forms.TextInput(attrs={"class": "ds-input", "autocomplete": "off", **attributes})
    too_long = {"max_length": lazy("%(limit_value)d caractères au plus.")}
    return Words(label=label, required=False, max_length=most, widget=widget, error_messages=too_long)


class PaperForm(DeskForm):
    """What the register says of any letter, whether it is opened or not."""

    received_on = _date(lazy("Reçu le"), required=True)
    postmarked_on = _date(lazy("Cachet de la poste"))
    sender = _words(lazy("Expéditeur"), 400)
    subject = _words(lazy("Objet"), 200)
    registered_letter = _words(lazy("N° de recommandé"), 30)

    def paper(self) -> dict[str, Any]:
        """The arguments of the operations that register."""
        return {name: self.cleaned_data[name] for name in PaperForm.base_fields}


class JoinForm(PaperForm):
    """A letter for a request already open; who writes and of what were read, or said by the request."""

    sender = subject = None  # type: ignore[assignment] # Django takes the two fields out
    received_on = _date(lazy("Reçu le"))
    numero = _words(lazy("Numéro de la demande"), 40, placeholder="2026-042317-K")

    def clean_numero(self) -> str:
        number: str = self.cleaned_data["numero"].strip()
        if not number:
            raise forms.ValidationError(_("Écrivez le numéro de la demande à laquelle joindre ce pli."))
        return number

    def paper(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in PaperForm.base_fields}


class ItemForm(PaperForm):
    """A letter that was opened. ``procedure`` is a code, « » for « à qualifier »; ``service`` « » follows it."""

    procedure = forms.ChoiceField(
        label=lazy("Démarche"), required=False, widget=forms.Select(attrs={"class": "ds-input"})
    )
    service = forms.ChoiceField(
        label=lazy("Service proposé"), required=False, widget=forms.Select(attrs={"class": "ds-input"})
    )
    person = forms.CharField(required=False)
    family_name = _words(lazy("Nom"), 150)
    first_names = _words(lazy("Prénoms"), 150)

    def __init__(
        self,
        *args: Any,
        procedures: Iterable[Procedure],
        services: Iterable[Service],
        keep: str = "",
        filing: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filing = filing
        self.fields["procedure"].choices = [("", _("À qualifier par le service"))] + [  # type: ignore[attr-defined]
            (one.code, one.title) for one in procedures
        ]
        self.fields["service"].choices = service_choices(services)  # type: ignore[attr-defined]
        if keep:
            for name in ("received_on", "postmarked_on", "sender", "subject", "registered_letter"):
                self.fields[name].widget.attrs["data-keep"] = f"{keep}:{name}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, sentence in (
            ("sender", _("Indiquez l’expéditeur, ou « inconnu ».")),
            ("subject", _("Indiquez l’objet.")),
        ):
            if self.filing and not given.get(name, "").strip() and name not in self.errors:
                self.add_error(name, sentence)
        person = given.get("person", "")
        if not person:
            self.add_error("person", _("Dites qui écrit : une personne trouvée, une nouvelle, ou personne."))
        if person == SOMEBODY_NEW and not given.get("family_name", "").strip():
            self.add_error("family_name", _("Indiquez le nom de la personne."))
        return given

    @property
    def new_person(self) -> dict[str, str] | None:
        if self.cleaned_data["person"] != SOMEBODY_NEW:
            return None
        return {name: self.cleaned_data[name] for name in ("family_name", "first_names")}

    @property
    def person_id(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.cleaned_data["person"])
        except ValueError:
            return None


class EnvelopeForm(PaperForm):
    """A letter without scan. ``unopened`` « » is a letter that was opened; the service is asked for all others."""

    unopened = forms.ChoiceField(
        label=lazy("Ce pli"),
        required=False,
        choices=[("", lazy("a été ouvert, sans être numérisé")), *Unopened.choices],
        widget=forms.Select(attrs={"class": "ds-input"}),
    )
    service = forms.ChoiceField(
        label=lazy("Remis au service"), required=False, widget=forms.Select(attrs={"class": "ds-input"})
    )
    # The same form sent twice is one letter, one number. A form without key is one that a browser spoiled.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, services: Iterable[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choisissez")), *[(str(one.pk), one.name) for one in services]]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]


def service_choices(services: Iterable[Service]) -> list[tuple[str, str]]:
    return [("", _("Celui de la démarche")), *[(str(one.pk), one.name) for one in services]]


def initial(item: PostalItem, people: list[Proposed], offered: Mapping[str, Procedure]) -> dict[str, Any]:
    """What was read, to be reread; a form entered once keeps what the agent typed."""
    sender = item.sender or item.read_sender
    first_names, family_name = name_parts(sender)
    proposed = item.proposed_procedure
    return {
        "received_on": item.received_on,
        "postmarked_on": item.postmarked_on,
        "sender": sender,
        "subject": _capital(item.subject or item.read_subject),
        "registered_letter": item.registered_letter,
        "procedure": proposed.code if proposed and proposed.code in offered else "",
        "service": str(item.proposed_service_id or ""),
        "person": likely(people, family_name),
        "family_name": family_name,
        "first_names": first_names,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def likely(people: list[Proposed], family_name: str) -> str:
    """Chosen in advance only when two facts agree; else the agent chooses."""
    if people and len(people[0].reasons) > 1:
        return str(people[0].citizen.public_id)
    if people:
        return ""
    return SOMEBODY_NEW if family_name else NOBODY


def name_parts(sender: str) -> tuple[str, str]:
    """(first names, family name) of « Mme Robert ZIMMERMANN, 5 allée des Tilleuls ». The agent corrects."""
    name = _CIVILITY.sub("", sender.partition(",")[0].strip())
    words = name.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    return " ".join(words[:-1]), words[-1] if words else ""


def today_form(services: Iterable[Service], today: dt.date, data: Any = None) -> EnvelopeForm:
    first = {"received_on": today, "key": uuid.uuid4()}
    return EnvelopeForm(data, services=services, initial=first, auto_id="enveloppe-%s")
