"""Forms that tie requests, share a letter out, send a file on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from files.models import StoredFile
from organisation.models import Administration
from requests_app.enums import LinkKind

from .forms import DeskForm, DockForm, Words, _field_widget

_NUMBER = _("Numéro de l’autre demande")


class LinkForm(DockForm):
    number = Words(
        label=_NUMBER,
        max_length=40,
        help_text=_("Une demande que vous voyez : 2026-042317-K, par exemple."),
        widget=_field_widget(forms.TextInput, autocomplete="off"),
        error_messages={"required": _("Donnez le numéro de l’autre demande.")},
    )
    kind = forms.ChoiceField(
        label=_("Cette demande est"),
        choices=[
            (LinkKind.RELATED.value, _("liée à l’autre")),
            ("child", _("une partie de l’autre")),
            (LinkKind.PARENT.value, _("la principale des deux")),
        ],
        initial=LinkKind.RELATED.value,
        widget=_field_widget(forms.Select),
        error_messages={"required": _("Dites ce que l’une est à l’autre.")},
    )


class WaitForm(DockForm):
    who = Words(
        label=_("De qui attendez-vous une réponse ?"),
        required=False,
        max_length=200,
        widget=_field_widget(forms.TextInput, autocomplete="off"),
    )
    until = forms.DateField(
        label=_("Relancer le"),
        required=False,
        help_text=_("Les délais légaux continuent de courir."),
        widget=_field_widget(forms.DateInput, type="date"),
        error_messages={"invalid": _("Écrivez ce jour ainsi : 24/12/2026.")},
    )
    text = Words(label=_("Ce que vous lui avez demandé"), required=False, widget=_field_widget(forms.Textarea, rows=2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("who", "until"):
            self.fields[name].half = True  # type: ignore[attr-defined]


class MergeForm(DeskForm):
    number = Words(
        label=_NUMBER,
        max_length=40,
        widget=_field_widget(forms.TextInput, autocomplete="off", **{"data-first": ""}),
        error_messages={"required": _("Donnez le numéro de l’autre demande.")},
    )
    reason = Words(
        label=_("Pourquoi (gardé en note, facultatif)"),
        required=False,
        widget=_field_widget(forms.Textarea, rows=2),
    )
    other_person = forms.BooleanField(
        label=_("Je confirme : ce sont deux personnes, pour la même affaire"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
    )


class TransmitForm(DeskForm):
    administration = forms.ChoiceField(
        label=_("Administration compétente"),
        widget=_field_widget(forms.Select, **{"data-first": ""}),
        error_messages={
            "required": _("Choisissez l’administration compétente."),
            "invalid_choice": _("Cette administration n’est plus dans l’annuaire : choisissez-en une autre."),
        },
    )
    reason = Words(
        label=_("Pourquoi elle est compétente"),
        help_text=_("Elle le lira, et la personne aussi."),
        widget=_field_widget(forms.Textarea, rows=3),
        error_messages={"required": _("Dites pourquoi cette administration est compétente.")},
    )

    def __init__(self, *args: Any, directory: Iterable[Administration] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.public_id): one for one in directory}
        named = [(ref, f"{one.name} : {one.competences}") for ref, one in self.known.items()]
        self.fields["administration"].choices = [("", _("Choisir…")), *named]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Administration:
        return self.known[self.cleaned_data["administration"]]


class PartForm(DeskForm):
    """One of the requests a letter held. What may be empty is judged by the operation, which says which part."""

    title = Words(label=_("Objet"), required=False, widget=_field_widget(forms.TextInput, autocomplete="off"))
    text = Words(label=_("Ce que dit cette demande"), required=False, widget=_field_widget(forms.Textarea, rows=5))
    procedure = forms.ChoiceField(
        label=_("Démarche"),
        required=False,
        widget=_field_widget(forms.Select),
        error_messages={"invalid_choice": _("Cette démarche n’est plus proposée : choisissez-en une autre.")},
    )
    files = forms.MultipleChoiceField(
        label=_("Documents utiles à cette demande"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": _("Un des documents choisis n’est plus dans ce courrier.")},
    )

    def __init__(
        self, *args: Any, procedures: Iterable[tuple[Any, str]] = (), stored: Iterable[StoredFile] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = list(procedures)
        self.versions = {value: (procedure.current_id, procedure) for procedure, value in known}
        named = [(value, f"{procedure.title} ({procedure.service.name})") for procedure, value in known]
        self.fields["procedure"].choices = [("", _("À qualifier plus tard")), *named]  # type: ignore[attr-defined]
        if not known:
            del self.fields["procedure"]
        self.refs = {str(one.public_id): one for one in stored}
        self.fields["files"].choices = [(ref, one.name) for ref, one in self.refs.items()]  # type: ignore[attr-defined]
        if not self.refs:
            del self.fields["files"]

    @property
    def part(self) -> dict[str, Any]:
        said = self.cleaned_data
        version = self.versions.get(said.get("procedure", ""))
        return {
            "title": said["title"],
            "text": said["text"],
            "procedure_version_id": version[0] if version else None,
            "file_ids": [self.refs[ref].pk for ref in said.get("files", ())],
        }
