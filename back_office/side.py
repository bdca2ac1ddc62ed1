"""The side column of a request: what can be done now, who the person is, why the request is here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from citizens.enums import ContactKind
from citizens.models import ContactPoint
from citizens.querysets import person_set
from core import calendar
from core.actor import Actor
from core.enums import Channel
from files.enums import OwnerKind
from files.models import StoredFile
from files.reading import is_readable
from messaging.enums import DispatchState
from messaging.models import Dispatch
from organisation import presence
from requests_app import policies, protected
from requests_app.enums import OPEN, Phase
from requests_app.models import ServiceRequest
from requests_app.reading import filed_by

from . import words
from .actions import TAB, DeskAction

CONTACT_ICONS = {ContactKind.EMAIL: "mail", ContactKind.PHONE: "phone", ContactKind.POSTAL: "map-pin"}
OTHERS = 6


@dataclass(frozen=True)
class Button:
    at: str
    url: str
    label: str
    icon: str
    key: str
    rare: bool = False


@dataclass(frozen=True)
class Contact:
    icon: str
    value: str
    note: str = ""
    tone: str = "soft"


@dataclass(frozen=True)
class Person:
    """``mark``: who came for the person, under a mandate."""

    name: str
    initials: str
    detail: str
    contacts: list[Contact]
    known: bool
    url: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Other:
    title: str
    number: str
    url: str
    phase: str
    tone: str
    received_on: dt.date


@dataclass(frozen=True)
class Letter:
    name: str
    url: str
    detail: str


@dataclass(frozen=True)
class Side:
    buttons: list[Button]
    person: Person
    others: list[Other]
    why: str
    agent: str
    channel: str
    letters: list[Letter] = field(default_factory=list)
    place: str = ""

    @property
    def has_rare(self) -> bool:
        return any(button.rare for button in self.buttons)


def build(service_request: ServiceRequest, offered: list[DeskAction], by: Actor, listing: str) -> Side:
    return Side(
        buttons=[_button(action, service_request, listing) for action in offered if action.at != TAB],
        person=_person(service_request, by),
        others=_others(service_request, by),
        why=service_request.routing_reason or _("Service de la démarche."),
        agent=_agent(service_request, by),
        channel=_way_in(service_request),
        letters=_letters(service_request, by),
        place=_place(service_request, by),
    )


def _button(action: DeskAction, service_request: ServiceRequest, listing: str) -> Button:
    if action.at in ("button", "page"):
        url = reverse("back_office:act", args=[service_request.public_id, action.slug])
    else:
        query = "&".join(part for part in (listing, f"faire={action.slug}") if part)
        url = f"{reverse('back_office:request', args=[service_request.public_id])}?{query}"
    return Button(action.at, url, str(action.label), action.icon, action.key, action.rare)


def _agent(service_request: ServiceRequest, by: Actor) -> str:
    if service_request.assigned_to is None:
        return _("À affecter")
    if service_request.assigned_to_id == by.user_id:
        return _("Vous")
    return service_request.assigned_to.display_name + _absent(service_request)


def _absent(service_request: ServiceRequest) -> str:
    """« , absent jusqu’au lundi 4 janvier : Samira Marchand le remplace »; empty for an agent who is there."""
    commune = service_request.commune
    absents = presence.away(commune.pk, calendar.today(commune))
    absent = absents.get(service_request.assigned_to_id or 0)
    if absent is None:
        return ""

    def sees(one: int) -> bool:
        return policies.can_view(Actor.agent(one), service_request)

    found = presence.in_charge(absent.user_id, service_request.service, sees)
    instead = User.objects.filter(pk=found).first() if found else None
    words_of = {"until": presence.until_words(absent), "name": instead.display_name if instead else ""}
    return (_(", %(until)s : voir %(name)s") if instead else _(", %(until)s, sans remplaçant")) % words_of


def _way_in(service_request: ServiceRequest) -> str:
    """« guichet, saisie par Claire Lemoine »."""
    way = str(Channel(service_request.channel).label).lower()
    known = filed_by.typist_id(service_request)
    typist = User.objects.filter(pk=known).first() if known else None
    return _("%(way)s, saisie par %(agent)s") % {"way": way, "agent": typist.display_name} if typist else way


def _person(service_request: ServiceRequest, by: Actor) -> Person:
    """The address of the sending first (R112-11-4), then what the town knows of the person and this agent may read."""
    citizen = service_request.citizen
    hidden = protected.hides_address(service_request, by)
    contacts = (
        [Contact("mail", service_request.reply_email, _("pour cette demande"))] if service_request.reply_email else []
    )
    if service_request.reply_postal and not hidden:
        contacts.append(Contact("map-pin", service_request.reply_postal, _("pour cette demande")))
    if citizen is None:
        name = service_request.reply_name or _("Anonyme")
        if hidden:
            contacts.append(_hidden())
        detail = _("Sans identité : cette personne n’a que son lien de suivi.")
        return Person(name, "?", detail if not contacts else "", contacts, known=False)
    shown = {service_request.reply_email.lower(), service_request.reply_postal}
    if hidden:
        contacts.append(_hidden())
    points = ContactPoint.objects.of_person(citizen).visible_to(by).in_use().order_by("kind", "-created_at")
    contacts += [_contact(point) for point in points if point.value not in shown and point.normalised not in shown]
    url = reverse("back_office:person", args=[citizen.public_id])
    mark = _mandate(service_request)
    return Person(citizen.display_name, citizen.initials or "?", "", contacts[:8], known=True, url=url, mark=mark)


def _hidden() -> Contact:
    return Contact("eye-off", protected.label(), _("pour les agents nommés"), "warn")


def _mandate(service_request: ServiceRequest) -> str:
    """« Déposée par Solène Morvan pour Étienne Morvan (mandat jusqu’au 31 décembre 2027) »; empty without mandatary."""
    said = filed_by.for_agents(service_request)
    return f"{said[:1].upper()}{said[1:]}"


def _contact(point: ContactPoint) -> Contact:
    verified = point.verified_at is not None
    return Contact(
        CONTACT_ICONS[ContactKind(point.kind)],
        words.phone(point.value) if point.kind == ContactKind.PHONE else point.value,
        _("vérifié") if verified else "",
        "ok" if verified else "soft",
    )


def _others(service_request: ServiceRequest, by: Actor) -> list[Other]:
    """Other requests of the same person, among those this agent sees; the rest does not exist here."""
    if service_request.citizen is None:
        return []
    found = ServiceRequest.objects.visible_to(by).filter(citizen__in=person_set(service_request.citizen))
    recent = found.exclude(pk=service_request.pk).order_by("-received_on", "-pk")[:OTHERS]
    return [
        Other(
            title=other.title,
            number=other.number,
            url=reverse("back_office:request", args=[other.public_id]),
            phase=str(Phase(other.phase).label),
            tone="brand" if other.phase in OPEN else "ok",
            received_on=other.received_on,
        )
        for other in recent
    ]


def _place(service_request: ServiceRequest, by: Actor) -> str:
    """Where it happens, with its ward; neither where somebody of a protected address may live."""
    if not service_request.address_text:
        return ""
    if protected.hides_address(service_request, by) and not protected.place_told(service_request):
        return protected.label()
    if service_request.ward is None:
        return service_request.address_text
    return _("%(place)s, quartier %(ward)s") % {
        "place": service_request.address_text,
        "ward": service_request.ward.name,
    }


def _letters(service_request: ServiceRequest, by: Actor) -> list[Letter]:
    """What was made to be printed or sent: the acknowledgement, decisions, letters to post. They bear the address."""
    if protected.hides_address(service_request, by):
        return []
    sent = Dispatch.objects.filter(subject_kind="request", subject_ref=str(service_request.pk))
    files = StoredFile.objects.filter(owner_kind=OwnerKind.DISPATCH, owner_id__in=sent.values("pk"))
    state = Subquery(Dispatch.objects.filter(pk=OuterRef("owner_id")).values("state"))
    files = files.annotate(dispatch_state=state).select_related("commune").defer("commune__map_layer").order_by("pk")
    return [
        Letter(
            stored.name,
            reverse("back_office:file", args=[stored.public_id]),
            _("à imprimer") if stored.dispatch_state == DispatchState.HELD else words.size(stored.size),
        )
        for stored in files
        if is_readable(stored)
    ]
