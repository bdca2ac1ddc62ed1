"""Forms of the agents. Sentences are shown under the field; the operations stay the judges of what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisation.models import Service
from organisation.presence import until_words
from organisation.rules.replacing import Absents
from requests_app.enums import UNFAVOURABLE, Outcome, SetAsideCause

NOBODY = "personne"


def agent_choices(agents: Iterable[User], absents: Absents) -> list[tuple[str, str]]:
    """« Claire Lemoine (absent jusqu’au vendredi 27 novembre) »: what is given to her goes to who replaces her."""
    return [
        (str(one.public_id), one.display_name + (f" ({until_words(absents[one.pk])})" if one.pk in absents else ""))
        for one in agents
    ]


def _field_widget(widget: type[forms.Widget], **attributes: Any) -> forms.Widget:
    return widget(attrs={"class": "ds-input", **attributes})


class Words(forms.CharField):
    """Free text: the null bytes that a paste may hold go, for PostgreSQL refuses them."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\x00", "")


class DeskForm(forms.Form):
    """Marks a wrong field for assistive tools and ties it to its sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                identifier = self[name].auto_id
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{identifier}-erreur"}


class DockForm(DeskForm):
    """A form of the request page. ``keep`` names the draft kept by the browser until the server says it was sent."""

    def __init__(self, *args: Any, keep: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rank, (name, field) in enumerate(self.fields.items()):
            if rank == 0:
                field.widget.attrs["data-first"] = ""
            if isinstance(field.widget, forms.Textarea):
                # An empty one starts low and grows when it is written in (« :placeholder-shown »).
                field.widget.attrs["placeholder"] = " "
            if keep and isinstance(field.widget, forms.Textarea):
                field.widget.attrs["data-keep"] = f"{keep}:{name}"


class NothingForm(DockForm):
    """A button alone: take in charge, acknowledgement posted."""


class WritingForm(DockForm):
    """Words to the person or to colleagues; whether they may be empty or how long is judged by the operation."""

    text = Words(required=False, widget=_field_widget(forms.Textarea, rows=3))

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class ReplyForm(WritingForm):
    """An answer, and which earlier messages go under it in the mail; notes between agents are never offered."""

    quotes = forms.MultipleChoiceField(
        label=_("Citer dans le courriel"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": _("Un des messages à citer n’est pas de cette demande.")},
    )

    def __init__(self, *args: Any, messages: Iterable[tuple[str, int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(messages)
        self.known = {ref: pk for ref, pk, _label in known}
        self.fields["quotes"].choices = [(ref, label) for ref, _pk, label in known]  # type: ignore[attr-defined]

    @property
    def quote_ids(self) -> list[int]:
        return [self.known[ref] for ref in self.cleaned_data["quotes"]]


class NoteForm(WritingForm):
    """Words between agents, and the colleagues to tell; « @Prénom Nom » in the words tells them too."""

    tell = forms.MultipleChoiceField(
        label=_("Prévenir des collègues"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": _("Un des agents à prévenir ne peut pas voir cette demande.")},
    )

    def __init__(self, *args: Any, agents: Iterable[User] = (), absents: Absents | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agents, self.absents = list(agents), absents or {}
        self.known = {str(agent.public_id): agent.pk for agent in self.agents}
        self.fields["tell"].choices = agent_choices(self.agents, self.absents)  # type: ignore[attr-defined]

    def leave_out(self, user_id: int | None) -> None:
        """Nobody is told of their own note: the agent who writes is not offered."""
        self.agents = [one for one in self.agents if one.pk != user_id]
        self.fields["tell"].choices = agent_choices(self.agents, self.absents)  # type: ignore[attr-defined]

    @property
    def tell_ids(self) -> list[int]:
        return [self.known[ref] for ref in self.cleaned_data["tell"]]


class AssignForm(DockForm):
    agent = forms.ChoiceField(
        label=_("Agent"),
        widget=_field_widget(forms.Select),
        error_messages={
            "required": _("Choisissez un agent."),
            "invalid_choice": _("Cet agent ne peut pas voir cette demande : choisissez un agent du service."),
        },
    )

    def __init__(self, *args: Any, agents: Iterable[User] = (), absents: Absents | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(agent.public_id): agent.pk for agent in agents}
        named = agent_choices(agents, absents or {})
        self.fields["agent"].choices = [("", _("Choisir…")), *named, (NOBODY, _("Personne : remettre à affecter"))]  # type: ignore[attr-defined]

    @property
    def agent_id(self) -> int | None:
        return self.known.get(self.cleaned_data["agent"])


class RerouteForm(DockForm):
    service = forms.ChoiceField(
        label=_("Nouveau service"),
        widget=_field_widget(forms.Select),
        error_messages={
            "required": _("Choisissez le service qui doit traiter la demande."),
            "invalid_choice": _("Ce service n’existe pas ou n’est plus en activité."),
        },
    )
    reason = Words(
        label=_("Pourquoi ce service"),
        required=False,
        help_text=_("Le service qui reçoit la demande lira cette raison."),
        widget=_field_widget(forms.Textarea, rows=2),
    )

    def __init__(self, *args: Any, services: Iterable[Service] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(service.public_id): service.pk for service in services}
        named = [(str(service.public_id), service.name) for service in services]
        self.fields["service"].choices = [("", _("Choisir…")), *named]  # type: ignore[attr-defined]

    @property
    def service_id(self) -> int:
        return self.known[self.cleaned_data["service"]]


class QualifyForm(DockForm):
    """Which procedure it is; the proposals, when there are some, come first in the list."""

    procedure = forms.ChoiceField(
        label=_("Démarche"),
        widget=_field_widget(forms.Select),
        error_messages={
            "required": _("Choisissez la démarche dont il s’agit."),
            "invalid_choice": _("Cette démarche n’est plus proposée : choisissez-en une autre."),
        },
    )
    accept = forms.BooleanField(
        label=_("Accepter ce courriel même si la démarche ne se dépose pas par courriel"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
    )

    def __init__(self, *args: Any, procedures: Iterable[tuple[Any, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(procedures)
        self.known = {value: procedure.current_id for procedure, value in known}
        named = [(value, f"{procedure.title} ({procedure.service.name})") for procedure, value in known]
        self.fields["procedure"].choices = [("", _("Choisir…")), *named]  # type: ignore[attr-defined]

    @property
    def version_id(self) -> int:
        return self.known[self.cleaned_data["procedure"]]


class SetAsideForm(DockForm):
    cause = forms.ChoiceField(
        label=_("Pourquoi rien n’est dû"),
        choices=[("", _("Choisir…")), *SetAsideCause.choices],
        widget=_field_widget(forms.Select),
        error_messages={"required": _("Dites si cette demande est abusive ou automatique.")},
    )
    reason = Words(
        label=_("Ce qui le montre"),
        required=False,
        help_text=_("Gardé au journal. Personne n’est prévenu et aucun accusé ne part."),
        widget=_field_widget(forms.Textarea, rows=2),
    )


class DecideForm(DockForm):
    """The grounds of a refusal are asked for by the operation (CRPA L211-2 to L211-6)."""

    outcome = forms.ChoiceField(
        label=_("Sens de la décision"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le sens de la décision.")},
    )
    text = Words(
        label=_("Décision, telle que la personne la lira"),
        required=False,
        widget=_field_widget(forms.Textarea, rows=3),
    )
    grounds_law = Words(
        label=_("Motif en droit : le texte appliqué"),
        required=False,
        help_text=_("Obligatoire pour un refus, même partiel."),
        widget=_field_widget(forms.Textarea, rows=2),
    )
    grounds_fact = Words(
        label=_("Motif en fait : ce qui conduit à ce sens"),
        required=False,
        help_text=_("Obligatoire pour un refus, même partiel."),
        widget=_field_widget(forms.Textarea, rows=2),
    )

    def __init__(self, *args: Any, record_withheld: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if record_withheld:
            self.fields["text"].help_text = _(
                "Les fichiers joints ne s’ouvriront pas en ligne : l’acte part par la poste ou se remet en main propre "
                "(décret 2017-890, art. 29)."
            )
        for name in ("grounds_law", "grounds_fact"):
            self.fields[name].half = True  # type: ignore[attr-defined] # two columns where there is room

    def clean(self) -> dict[str, Any]:
        """Each sentence beside its field; the operation says the same to every other caller."""
        cleaned = super().clean() or {}
        if not cleaned.get("text", "").strip():
            self.add_error("text", _("Écrivez la décision telle que la personne la lira."))
        if cleaned.get("outcome") in UNFAVOURABLE:
            if not cleaned.get("grounds_law", "").strip():
                self.add_error("grounds_law", _("Indiquez le texte sur lequel le refus se fonde."))
            if not cleaned.get("grounds_fact", "").strip():
                self.add_error("grounds_fact", _("Indiquez les faits qui conduisent au refus."))
        return cleaned


class SignInForm(DeskForm):
    email = forms.CharField(
        label=_("Adresse électronique"),
        max_length=254,
        widget=_field_widget(forms.EmailInput, autocomplete="username", autofocus=True),
        error_messages={"required": _("Écrivez votre adresse électronique.")},
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=1000,
        strip=False,
        widget=_field_widget(forms.PasswordInput, autocomplete="current-password"),
        error_messages={"required": _("Écrivez votre mot de passe.")},
    )


class CodeForm(DeskForm):
    code = forms.CharField(
        label=_("Code à six chiffres"),
        max_length=20,
        widget=_field_widget(forms.TextInput, autocomplete="one-time-code", inputmode="numeric", autofocus=True),
        error_messages={"required": _("Écrivez le code que montre votre application.")},
    )
