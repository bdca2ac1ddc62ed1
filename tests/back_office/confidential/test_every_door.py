"""A confidential matter does not exist for those without access (house.md §6): not by any door, not in any view."""

from __future__ import annotations

from pprint import pformat

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from back_office import urls
from organisation.enums import Role
from tests import builders
from tests.back_office.confidential.surfaces import EXPLAINED, SURFACES, Door, ask
from tests.back_office.confidential.world import SECRETS, World, ordinary, plant

pytestmark = pytest.mark.django_db
HANDLERS = (Role.COUNTER, Role.HANDLER, Role.MANAGER, Role.TECHNICIAN)
OTHERS = (Role.ELECTED, Role.DPO, Role.ARCHIVIST)
# {who: roles by service}. None of them holds « confidentiel » on a service that they handle and that has such matters.
WITHOUT = {
    **{f"{role} du CCAS": {"ccas": [role]} for role in (*HANDLERS, *OTHERS)},
    **{f"{role} de l’accueil": {"accueil": [role]} for role in HANDLERS},
    **{f"{role} du CCAS, « confidentiel »": {"ccas": [role, Role.CONFIDENTIAL]} for role in OTHERS},
    "« confidentiel » seul": {"ccas": [Role.CONFIDENTIAL]},
    "« confidentiel » ailleurs": {"ccas": [Role.HANDLER], "etat-civil": [Role.HANDLER, Role.CONFIDENTIAL]},
    "tout, sauf « confidentiel »": dict.fromkeys(("ccas", "accueil", "etat-civil", "voirie"), HANDLERS),
    "accueil et état civil confidentiels": {
        code: [Role.COUNTER, Role.MANAGER, Role.CONFIDENTIAL] for code in ("accueil", "etat-civil")
    },
    "aucun rôle": {},
    "administrateur technique": {"staff": []},
}


def door(world: World, roles: dict[str, list[Role]]) -> Door:
    is_staff = "staff" in roles
    user = builders.make_agent(None, phone_extension="214", is_staff=is_staff, is_superuser=is_staff)
    for code, held in roles.items():
        for role in held:
            builders.give(user, code, role)
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if is_staff:
        session = client.session
        device = user.totpdevice_set.create(name="Téléphone", confirmed=True)
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return Door(user, world, client)


def test_every_address_of_the_agents_is_looked_at_or_its_absence_explained():
    covered = {url for surface in SURFACES for url in surface.urls}
    named = {pattern.name for pattern in urls.urlpatterns}
    assert named - covered - set(EXPLAINED) == set(), "a new page: add a surface, or say why none is needed"
    assert (covered | set(EXPLAINED)) - named == set(), "addresses that are gone"
    assert not covered & set(EXPLAINED)


# The widest rights short of the veil answer for the others every day; all of them do in the campaign.
EVERY_DAY = "tout, sauf « confidentiel »"
CASES = [pytest.param(who, marks=() if who == EVERY_DAY else pytest.mark.campaign) for who in WITHOUT]


@pytest.mark.parametrize("who", CASES)
def test_without_the_right_every_door_answers_as_if_it_did_not_exist(who):
    world = ordinary()
    agent = door(world, WITHOUT[who])
    before = {surface.name: ask(surface, agent) for surface in SURFACES}
    plant(world)
    told = {}
    for surface in SURFACES:
        after = ask(surface, agent)
        if surface.veiled:
            assert not [word for word in SECRETS if word in after], surface.name
        elif after != before[surface.name]:
            told[surface.name] = difference(before[surface.name], after)
    assert told == {}, pformat(told, width=160)
    assert agent.broken == []


def difference(before: str, after: str) -> list[str]:
    """The lines that tell: what a leak looks like."""
    old = set(before.splitlines())
    return [line.strip()[:160] for line in after.splitlines() if line not in old and line.strip()][:6]


def test_with_the_right_every_door_answers_otherwise():
    """The question is a real one: what is hidden from the others is there to be seen."""
    world = ordinary()
    roles = {code: [*HANDLERS, Role.CONFIDENTIAL] for code in ("ccas", "accueil", "etat-civil")}
    agent = door(world, roles)
    before = {surface.name: ask(surface, agent) for surface in SURFACES}
    plant(world)
    wrong = {
        surface.name for surface in SURFACES if (ask(surface, agent) == before[surface.name]) is not bool(surface.blank)
    }
    assert not wrong, sorted(wrong)
    assert agent.broken == []
