"""The page of one person: who they are, how to reach them, what to know before speaking, who acts for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from citizens.duplicates import probable_duplicates
from citizens.enums import ContactKind, PartyKind
from citizens.models import AddressKeeper, Citizen, OrganisationContact, PersonAlert, PersonMerge
from citizens.querysets import person_set
from citizens.reading import CardContact, PersonCard, person_card
from core.actor import Actor
from core.templatetags.grc_dates import date_simple, jour_court

from . import desk_person, people_mandates, people_story, words

ICONS = {ContactKind.EMAIL: "mail", ContactKind.PHONE: "phone", ContactKind.POSTAL: "map-pin"}


@dataclass(frozen=True)
class Contact:
    pk: int
    icon: str
    value: str
    note: str
    shared: str
    verified: bool
    ended: str


@dataclass(frozen=True)
class Alert:
    public_id: str
    label: str
    detail: str


@dataclass(frozen=True)
class Linked:
    """Somebody who speaks for an organisation, or the organisation they speak for."""

    pk: int
    name: str
    url: str
    detail: str


@dataclass(frozen=True)
class Hint:
    """A probable duplicate and why."""

    name: str
    detail: str
    reasons: str
    url: str
    compare_url: str


@dataclass(frozen=True)
class Merge:
    public_id: str
    name: str
    detail: str
    reason: str
    undone: str = ""


@dataclass(frozen=True)
class PersonPage:
    card: PersonCard
    facts: list[tuple[str, str]]
    contacts: list[Contact]
    former: list[Contact]
    alerts: list[Alert]
    given: list[people_mandates.Row]
    received: list[people_mandates.Row]
    bodies: list[Linked]
    speakers: list[Linked]
    hints: list[Hint]
    merges: list[Merge]
    story: people_story.Story
    url: str
    desk_url: str
    keepers: list[str] = field(default_factory=list)

    @property
    def citizen(self) -> Citizen:
        return self.card.citizen


def build(citizen_id: int, by: Actor, situation: str) -> PersonPage:
    """One reading, recorded by the card itself. Raises Forbidden when the person does not exist for this agent."""
    card = person_card(citizen_id, by)
    url = reverse("back_office:person", args=[card.citizen.public_id])
    contacts = [_contact(one) for one in card.contacts]
    story = people_story.build(card, by, situation)
    return PersonPage(
        card=card,
        facts=_facts(card),
        contacts=[one for one in contacts if not one.ended],
        former=[one for one in contacts if one.ended],
        alerts=[_alert(one) for one in card.alerts],
        given=people_mandates.rows(card.mandates_given, "mandatary", by),
        received=people_mandates.rows(card.mandates_received, "principal", by),
        bodies=[_linked(one, one.organisation) for one in card.organisations],
        speakers=[_linked(one, one.person) for one in card.members],
        hints=_hints(card, by) if card.duplicates else [],
        merges=_merges(card, by),
        story=story,
        url=url,
        desk_url=f"{reverse('back_office:desk')}?personne={card.citizen.public_id}",
        keepers=_keepers(card),
    )


def _facts(card: PersonCard) -> list[tuple[str, str]]:
    """Label and value, in the order they are asked; what is not known is said for what tells homonyms apart."""
    citizen, born = card.citizen, date_simple(card.birth_date) if card.birth_date else _("inconnue")
    if citizen.is_organisation:
        known = [(_("Nature"), str(PartyKind(citizen.kind).label)), (_("RNA ou SIRET"), citizen.registration)]
    else:
        known = [
            (_("Civilité"), card.civility),
            (_("Nom de famille"), citizen.family_name),
            (_("Nom d’usage"), citizen.name_in_use),
            (_("Prénoms"), citizen.first_names),
            (_("Naissance"), born),
            (_("Pièce d’identité"), people_story.seen_on(card.rows)),
        ]
    known += [
        (_("Langue"), card.language),
        (_("Préfère"), card.preferred_channel),
        (_("Besoins"), ", ".join(card.needs)),
    ]
    return [(label, value) for label, value in known if value]


def _contact(one: CardContact) -> Contact:
    return Contact(
        pk=one.pk,
        icon=ICONS[ContactKind(one.kind)],
        value=words.phone(one.value) if one.kind == ContactKind.PHONE else one.value,
        note=one.label,
        shared=one.shared_words,
        verified=one.verified,
        ended=_("n’est plus utilisée depuis le %s") % date_simple(one.ended_on) if one.ended_on else "",
    )


def _alert(one: PersonAlert) -> Alert:
    said = {"name": one.author.display_name, "day": date_simple(one.until_on)}
    return Alert(str(one.public_id), str(one.get_kind_display()), _("posée par %(name)s, jusqu’au %(day)s") % said)


def _linked(one: OrganisationContact, other: Citizen) -> Linked:
    until = _("jusqu’au %s") % date_simple(one.until_on) if one.until_on else ""
    detail = ", ".join(part for part in (one.role, until) if part)
    return Linked(one.pk, other.display_name, reverse("back_office:person", args=[other.public_id]), detail)


def _hints(card: PersonCard, by: Actor) -> list[Hint]:
    mine = card.citizen.public_id
    return [
        Hint(
            name=one.citizen.display_name,
            detail=desk_person.detail(one.citizen),
            reasons=", ".join(str(reason) for reason in one.reasons).capitalize(),
            url=reverse("back_office:person", args=[one.citizen.public_id]),
            compare_url=reverse("back_office:people_merge", args=[mine, one.citizen.public_id]),
        )
        for one in probable_duplicates(card.citizen, by=by)
    ]


def _merges(card: PersonCard, by: Actor) -> list[Merge]:
    """Those that stand may be undone; those that were are told, when both people exist for this agent."""
    seen = Citizen.objects.visible_to(by).values("pk")
    undone = PersonMerge.objects.filter(undone_at__isnull=False, kept__in=seen, merged__in=seen)
    past = undone.filter(Q(kept__in=card.rows) | Q(merged__in=card.rows))
    told = past.select_related("kept", "merged", "merged_by", "undone_by").order_by("-pk")
    standing = [_merge(one.merge, one.citizen) for one in card.merged]
    return [*standing, *(_merge(one, one.kept if one.merged_id in card.rows else one.merged) for one in told)]


def _merge(one: PersonMerge, other: Citizen) -> Merge:
    undone = ""
    if one.undone_at:
        undone = _("annulée le %(day)s, par %(name)s") % _signed(one.undone_at, one.undone_by)
    detail = _("le %(day)s, par %(name)s") % _signed(one.merged_at, one.merged_by)
    return Merge(str(one.public_id), other.display_name, detail, one.reason, undone)


def _signed(at: Any, who: User | None) -> dict[str, str]:
    return {"day": jour_court(timezone.localtime(at)), "name": who.display_name if who else _("un traitement")}


def _keepers(card: PersonCard) -> list[str]:
    """The names of those who may be asked for a protected address."""
    if not card.protected:
        return []
    named = AddressKeeper.objects.filter(citizen__in=person_set(card.citizen)).values("user_id")
    users = User.objects.filter(pk__in=named, is_active=True).order_by("last_name", "first_name")
    return [one.display_name for one in users]
