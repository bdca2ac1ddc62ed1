"""One rule a kind of thing: the filter, the function, the search and the file say the same, for every set of roles."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from channels_app import call_policies, policies as mail_policies
from channels_app.models import Contact, InboundEmail, PhoneCall, PostalItem
from channels_app.post import policies as post_policies
from citizens import policies as people_policies
from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.operations import identify, protect_address
from core import search
from core.actor import Actor
from files.models import StoredFile
from files.policies import can_read
from messaging.models import Dispatch
from messaging.subjects import standings
from organisation.access import AccessMiddleware, access_of
from organisation.enums import Role
from requests_app import policies, protected, task_policies
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest, Task
from requests_app.operations import saving
from tests import builders, mailroom
from tests.builders_calls import make_contact, make_task, ring
from tests.channels_app.letters import mailbox, receive

pytestmark = pytest.mark.django_db
WORD = "zoubrovka"
ROLE_SETS = [*((role,) for role in Role), *((role, Role.CONFIDENTIAL) for role in Role if role != Role.CONFIDENTIAL)]
WIDEST = [(Role.COUNTER,), (Role.HANDLER, Role.CONFIDENTIAL), (Role.MANAGER,)]
NAMES = ("Abel", "Basile", "Cyprien", "Damien", "Elias", "Fabrice", "Gaspard", "Hugo", "Ignace", "Jules", "Karl", "Luc")


@dataclass
class Things:
    """Everything a town holds, in every state of secrecy and of hold, in two services."""

    commune_id: int
    letters: dict[int, StoredFile] = field(default_factory=dict)


@pytest.fixture
def things() -> Things:
    commune = builders.make_town()
    made = Things(commune.pk)
    states = itertools.product(("ccas", "voirie"), (False, True), Restriction)
    for name, (code, secret, hold) in zip(NAMES, states, strict=True):
        _fill(made, name, code, secret, hold)
    ring("personne", event="hangup", caller="0639980177")
    receive(b"", at=mailbox("ccas@admiville.example", "ccas"))
    receive(b"", at=mailbox("voirie@admiville.example", "voirie"))
    return made


def _fill(made: Things, name: str, code: str, secret: bool, hold: Restriction) -> None:
    service = builders.service(code)
    citizen = identify(
        commune_id=made.commune_id, family_name="Zoubrovka", first_names=name, email=f"{name}@courriel.example".lower(),
        postal_address="9 rue du Secret, 99000 Admiville", by=builders.SYSTEM, confidential=secret,
    )  # fmt: skip
    if name in ("Basile", "Cyprien"):
        keeper = builders.make_agent(code, last_name=f"Gardien{name}")
        protect_address(citizen.pk, keepers=[keeper.pk], by=builders.SYSTEM)
    request = mailroom.filed(f"{name} Zoubrovka", citizen=citizen)
    about = {"citizen_id": citizen.pk, "by": builders.SYSTEM, "confidential": secret}
    make_task(code, **about)
    make_contact(code, **about)
    make_task(code, request_id=request.pk, **about)
    make_contact(code, request_id=request.pk, **about)
    base = {"commune": request.commune, "service": service, "received_on": timezone.localdate(), "sender": "Zoubrovka"}
    free = PostalItem.objects.create(**base, confidential=secret)
    numbered = {"state": "filed", "registered_on": timezone.localdate(), "arrival_number": f"2026-A-{request.pk}"}
    joined = PostalItem.objects.create(**base, **numbered, request=request, confidential=secret, citizen=citizen)
    ServiceRequest.objects.filter(pk=request.pk).update(service=service, confidential=secret, restriction=hold)
    request.refresh_from_db()
    letter = mailroom.letter(request)
    made.letters[letter.pk] = StoredFile.objects.get(owner_kind="dispatch", owner_id=letter.pk)
    saving.index(request)
    for item in (free, joined):
        search.index(
            "postal_item", item.pk, commune_id=made.commune_id, text="Zoubrovka", service_id=service.pk,
            confidential=secret,
        )  # fmt: skip


def agents() -> list[tuple[str, Actor]]:
    found = []
    elsewhere = [(place, roles) for place in ("voirie", "accueil") for roles in WIDEST]
    for place, roles in [*(("ccas", roles) for roles in ROLE_SETS), *elsewhere, ("", ())]:
        user = builders.make_agent(None)
        for role in roles:
            builders.give(user, place, role)
        found.append((f"{place}: {'+'.join(roles)}", builders.actor(user)))
    mixed = builders.make_agent("ccas", Role.HANDLER)
    builders.give(mixed, "voirie", Role.CONFIDENTIAL)
    everything = builders.make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)
    for role in (Role.HANDLER, Role.CONFIDENTIAL, Role.COUNTER):
        builders.give(everything, "voirie", role)
    administrator = builders.make_agent(None, is_staff=True, is_superuser=True)
    ring("la sienne", event="hangup", caller="0639980178")
    PhoneCall.objects.filter(call_id="la sienne").update(agent=mixed)
    named = [("mixed", mixed), ("everything", everything), ("administrator", administrator)]
    keepers = [(one.last_name, one) for one in type(mixed).objects.filter(last_name__startswith="Gardien")]
    return [*found, *((name, builders.actor(user)) for name, user in [*named, *keepers])]


def _point(by: Actor, point: ContactPoint) -> bool:
    citizen = point.citizen
    unveiled = people_policies.can_view(by, citizen) and (not point.veiled or people_policies.sees_veiled(by, citizen))
    return unveiled and (point.kind != ContactKind.POSTAL or people_policies.keeps_address(by, citizen))


def _contact(by: Actor, contact: Contact) -> bool:
    """Told on one contact as its filter tells it, in words of its own."""
    access = access_of(by)
    request = contact.request
    if request is not None and request.restriction != Restriction.NONE:
        return False
    if request is not None and request.confidential and request.service_id not in access.confidential_ids:
        return False
    if contact.confidential and contact.service_id not in access.confidential_ids:
        return False
    return contact.service_id in access.service_ids or contact.agent_id == access.user_id


def _letter(by: Actor, letter: Dispatch) -> bool:
    request = ServiceRequest.objects.get(pk=int(letter.subject_ref))
    return policies.can_view(by, request) and not protected.hides_address(request, by)


def _seen_letters(by: Actor) -> set[int]:
    rows = list(Dispatch.objects.letters())
    return {pk for pk, standing in standings(by, rows).items() if standing.visible}


def _found(kind: str) -> Callable[[Actor], set[int]]:
    return lambda by: set(search.refs(kind, WORD, by))


def _listed(model) -> Callable[[Actor], set[int]]:
    return lambda by: set(model.objects.visible_to(by).values_list("pk", flat=True))


# {what: (the rows, the filter over them, the rule on one)}
RULES = {
    "request": (ServiceRequest, _listed(ServiceRequest), policies.can_view),
    "request found": (ServiceRequest, _found("request"), policies.can_view),
    "task": (Task, _listed(Task), task_policies.can_view),
    "contact": (Contact, _listed(Contact), _contact),
    "call": (PhoneCall, _listed(PhoneCall), call_policies.can_view),
    "letter in": (PostalItem, _listed(PostalItem), post_policies.can_see_item),
    "letter in found": (PostalItem, _found("postal_item"), post_policies.can_see_item),
    "mail": (InboundEmail, _listed(InboundEmail), mail_policies.can_handle),
    "letter out": (Dispatch, _seen_letters, _letter),
    "person": (Citizen, _listed(Citizen), people_policies.can_view),
    "person found": (Citizen, _found("citizen"), people_policies.can_view),
    "contact point": (ContactPoint, _listed(ContactPoint), _point),
}


def test_the_filter_and_the_rule_agree_on_every_kind_of_thing(things):
    told: list[str] = []
    everybody = agents()
    rows = {what: list(rule[0].objects.all()) for what, rule in RULES.items()}
    rows["letter out"] = list(Dispatch.objects.letters())
    seen_by_somebody: dict[str, int] = dict.fromkeys(RULES, 0)

    def judge(name: str, by: Actor) -> None:
        for what, (_model, listed, rule) in RULES.items():
            seen = listed(by)
            allowed = {row.pk for row in rows[what] if rule(by, row)}
            seen_by_somebody[what] += len(seen)
            if seen != allowed:
                told.append(f"{name}, {what}: shown {sorted(seen - allowed)}, kept back {sorted(allowed - seen)}")
        told.extend(_files(things, name, by))

    for name, by in everybody:
        # As in one web request: the roles are read once.
        AccessMiddleware(lambda _request, name=name, by=by: judge(name, by))(None)
    assert told == [], "\n".join(told)
    assert all(seen_by_somebody.values()), seen_by_somebody


def _files(things: Things, name: str, by: Actor) -> list[str]:
    """The document of a letter opens for who sees the letter."""
    seen = _seen_letters(by)
    return [
        f"{name}, the document of letter {pk}: {can_read(by, stored)}"
        for pk, stored in things.letters.items()
        if can_read(by, stored) is not (pk in seen)
    ]
