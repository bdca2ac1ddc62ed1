"""What may be done on the page of a person: each gesture is one operation of the people’s room."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from citizens import operations
from citizens.models import AddressKeeper, Mandate, PersonAlert, PersonMerge
from citizens.reading import PersonCard
from core.actor import Actor
from core.errors import Refused
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import store

from . import people, people_edit, people_forms as forms, people_mandates

KEPT_FILE = "piece"


@dataclass(frozen=True)
class Panel:
    """A small form opened on the page: ``form`` is a DeskForm, None until the second person it needs is chosen
    (``other``, a Citizen; ``picking`` until then)."""

    slug: str
    title: str | Promise
    button: str | Promise
    form: Any = None
    icon: str = "pencil"
    picks: str = ""
    other: Any = None
    query: str = ""
    found: tuple[people.Row, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    changes: tuple[people_edit.Change, ...] = ()
    kept_file: StoredFile | None = None
    lifts: bool = False

    @property
    def picking(self) -> bool:
        return bool(self.picks) and self.other is None


@dataclass(frozen=True)
class _Kind:
    title: str | Promise
    button: str | Promise
    icon: str
    picks: str | Promise = ""
    bodies: bool | None = None


KINDS = {
    "identite": _Kind(gettext_lazy("Modifier la fiche"), gettext_lazy("Enregistrer la fiche"), "pencil"),
    "coordonnee": _Kind(gettext_lazy("Ajouter une coordonnée"), gettext_lazy("Ajouter la coordonnée"), "plus"),
    "alerte": _Kind(gettext_lazy("Poser une alerte"), gettext_lazy("Poser l’alerte"), "triangle-alert"),
    "adresse": _Kind(gettext_lazy("Protéger l’adresse"), gettext_lazy("Protéger l’adresse"), "eye-off"),
    "mandat": _Kind(
        gettext_lazy("Donner un mandat"),
        gettext_lazy("Enregistrer et prévenir les deux"),
        "handshake",
        gettext_lazy("Qui agira pour cette personne ?"),
    ),
    "contact": _Kind(
        gettext_lazy("Ajouter un contact de l’organisme"),
        gettext_lazy("Ajouter le contact"),
        "user-plus",
        gettext_lazy("Qui parle pour cet organisme ?"),
    ),
}


def panel(slug: str, card: PersonCard, by: Actor, data: Any, *, posted: bool = False) -> Panel | None:
    """The form asked for, blank or with what was typed; None when there is none of that name for this person."""
    kind = KINDS.get(slug)
    if kind is None or not card.can_edit or (slug == "contact" and not card.citizen.is_organisation):
        return None
    known: dict[str, Any] = {"slug": slug, "title": kind.title, "button": kind.button, "icon": kind.icon}
    if kind.picks:
        known |= {"picks": str(kind.picks), **_picked(card, by, data)}
        if known["other"] is None:
            return Panel(**known)
        known["hidden"] = (("autre", str(known["other"].public_id)),)
    return Panel(**known, **FORMS[slug](card, by, data if posted else None))


def _picked(card: PersonCard, by: Actor, data: Any) -> dict[str, Any]:
    """The other person chosen, or those found with the words typed; never the person of the page."""
    other = people.find(data.get("autre", ""), by)
    if other is not None and other.pk not in card.rows:
        return {"other": other}
    query = " ".join(str(data.get("avec", "")).split())[: people.LONGEST]
    return {"other": None, "query": query, "found": tuple(found(query, card, by))}


def found(query: str, card: PersonCard, by: Actor) -> list[people.Row]:
    return people.others(query, card.citizen, by) if len(query) >= 2 else []


# -- forms -----------------------------------------------------------------------------------------------------------


def _identity(card: PersonCard, by: Actor, data: Any) -> dict[str, Any]:
    bound = people_edit.form(card, data)
    seen = [("revision", str(card.citizen.revision)), *people_edit.seen(bound, card)]
    if data is not None:
        # A second try is compared with what the first page showed, not with what is true now.
        seen = [(name, data.get(name, now)) for name, now in seen]
    return {"form": bound, "hidden": tuple(seen)}


def _keepers(card: PersonCard, by: Actor, data: Any) -> dict[str, Any]:
    agents = list(User.objects.filter(commune_id=card.citizen.commune_id, is_active=True).order_by("last_name", "pk"))
    chosen = AddressKeeper.objects.filter(citizen=card.citizen).values_list("user_id", flat=True)
    named = set(chosen) or {by.user_id}
    initial = {"keepers": [str(one.public_id) for one in agents if one.pk in named]}
    return {"form": forms.KeepersForm(data, agents=agents, initial=initial), "lifts": card.protected}


def _mandate(card: PersonCard, by: Actor, data: Any) -> dict[str, Any]:
    scopes = people_mandates.scopes(card.citizen.commune_id, by)
    kept = kept_file((data or {}).get(KEPT_FILE, ""), card)
    return {"form": forms.MandateForm(data, scopes=scopes), "kept_file": kept}


FORMS: dict[str, Callable[[PersonCard, Actor, Any], dict[str, Any]]] = {
    "identite": _identity,
    "coordonnee": lambda card, by, data: {"form": forms.ContactForm(data)},
    "alerte": lambda card, by, data: {"form": forms.AlertForm(data)},
    "adresse": _keepers,
    "mandat": _mandate,
    "contact": lambda card, by, data: {"form": forms.SpeakerForm(data)},
}


def kept_file(text: str, card: PersonCard) -> StoredFile | None:
    """The document of an earlier try of the same writing, still without owner."""
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        return None
    mine = StoredFile.objects.filter(owner_kind=OwnerKind.MANDATE, owner_id__isnull=True)
    return mine.filter(public_id=wanted, commune_id=card.citizen.commune_id).first()


def keep_upload(request: HttpRequest, card: PersonCard, by: Actor) -> StoredFile | None:
    """Kept at once, so that an error elsewhere in the form does not lose it. Raises Refused."""
    upload = request.FILES.get("document")
    if upload is None or not upload.size:
        return None
    return store(
        upload, name=upload.name or "", commune_id=card.citizen.commune_id, owner_kind=OwnerKind.MANDATE, by=by
    )


# -- gestures with a form --------------------------------------------------------------------------------------------


def apply(opened: Panel, card: PersonCard, by: Actor, data: Any) -> str:
    """Does it, and says what was done. Raises Refused, Stale, Forbidden."""
    return DONE[opened.slug](opened, card, by, data)


def _save(opened: Panel, card: PersonCard, by: Actor, data: Any) -> str:
    fields = people_edit.changed(opened.form, data)
    text = data.get("revision", "")
    revision = int(text) if text.isdecimal() and len(text) < 9 else None
    operations.update_person(card.citizen.pk, by=by, revision=revision, **fields)
    return _("La fiche est enregistrée.") if fields else _("Rien n’a changé sur cette fiche.")


def _add_contact(opened: Panel, card: PersonCard, by: Actor, data: Any) -> str:
    operations.add_contact(card.citizen.pk, by=by, **opened.form.cleaned_data)
    return _("La coordonnée est ajoutée.")


def _alert(opened: Panel, card: PersonCard, by: Actor, data: Any) -> str:
    operations.raise_alert(card.citizen.pk, by=by, **opened.form.cleaned_data)
    return _("L’alerte est posée.")


def _protect(opened: Panel, card: PersonCard, by: Actor, data: Any) -> str:
    operations.protect_address(card.citizen.pk, keepers=opened.form.keeper_ids, by=by)
    return _("L’adresse n’est plus montrée qu’aux agents nommés.")


def _give(opened: Panel, card: PersonCard, by: Actor, data: Any) -> str:
    paper = opened.kept_file
    days = {name: opened.form.cleaned_data[name] for name in ("from_on", "until_on")}
    operations.give_mandate(
        principal_id=card.citizen.pk,
        mandatary_id=opened.other.pk,
        document_id=paper.pk if paper else None,
        by=by,
        **days,
        **opened.form.scope_given,
    )
    return _("Le mandat est enregistré. Les deux personnes en sont averties.")


def _speaker(opened: Panel, card: PersonCard, by: Actor, data: Any) -> str:
    operations.add_organisation_contact(card.citizen.pk, person_id=opened.other.pk, by=by, **opened.form.cleaned_data)
    return _("Le contact est ajouté.")


DONE: dict[str, Callable[[Panel, PersonCard, Actor, Any], str]] = {
    "identite": _save,
    "coordonnee": _add_contact,
    "alerte": _alert,
    "adresse": _protect,
    "mandat": _give,
    "contact": _speaker,
}


# -- gestures of one button ------------------------------------------------------------------------------------------


def _gone() -> Refused:
    return Refused(_("C’est déjà fait, ou la fiche a changé : relisez-la."))


def _named(model: Any, data: Any, **whose: Any) -> Any:
    """The row of this page that the button names."""
    try:
        found = model.objects.filter(public_id=uuid.UUID(data.get("ref", "")), **whose).first()
    except ValueError:
        found = None
    if found is None:
        raise _gone()
    return found


def _pk(data: Any, known: list[int]) -> int:
    text = data.get("ref", "")
    if not text.isdecimal() or len(text) > 18 or int(text) not in known:
        raise _gone()
    return int(text)


def _end_contact(card: PersonCard, by: Actor, data: Any) -> str:
    operations.end_contact(_pk(data, [one.pk for one in card.contacts]), by=by)
    return _("Cette coordonnée est gardée, et n’est plus utilisée.")


def _lift(card: PersonCard, by: Actor, data: Any) -> str:
    operations.protect_address(card.citizen.pk, protected=False, by=by)
    return _("L’adresse n’est plus protégée.")


def _end_alert(card: PersonCard, by: Actor, data: Any) -> str:
    operations.end_alert(_named(PersonAlert, data, citizen__in=card.rows).pk, by=by)
    return _("L’alerte est levée.")


def _revoke(card: PersonCard, by: Actor, data: Any) -> str:
    mine = [one.pk for one in (*card.mandates_given, *card.mandates_received)]
    operations.revoke_mandate(_named(Mandate, data, pk__in=mine).pk, by=by)
    return _("Le mandat a pris fin. Les deux personnes en sont averties.")


def _end_speaker(card: PersonCard, by: Actor, data: Any) -> str:
    operations.end_organisation_contact(_pk(data, [one.pk for one in (*card.members, *card.organisations)]), by=by)
    return _("Cette personne ne parle plus pour l’organisme.")


def _undo(card: PersonCard, by: Actor, data: Any) -> str:
    standing = [one.merge.pk for one in card.merged]
    merge = _named(PersonMerge, data, pk__in=standing)
    operations.undo_merge(merge.pk, by=by)
    return _("La réunion est annulée : chaque fiche a retrouvé ce qui est à elle.")


BUTTONS: dict[str, Callable[[PersonCard, Actor, Any], str]] = {
    "finir-coordonnee": _end_contact,
    "montrer-adresse": _lift,
    "lever-alerte": _end_alert,
    "revoquer-mandat": _revoke,
    "finir-contact": _end_speaker,
    "annuler-reunion": _undo,
}
