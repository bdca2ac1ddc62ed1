"""What is known through a confidential request only does not exist for the others; a protected address neither."""

from __future__ import annotations

import datetime as dt

import pytest

from citizens.models import Citizen, ContactPoint
from citizens.operations import add_contact, create_person, end_contact, identify, merge_people, protect_address
from citizens.policies import can_view
from citizens.reading import person_card
from citizens.search import find_people
from core import search
from core.actor import Actor
from core.errors import Forbidden
from organisation.enums import Role
from organisation.models import Service
from requests_app.models import ServiceRequest
from tests.builders import actor, make_agent, make_request, make_town

BY = Actor.system("test")
SOLENE = {"family_name": "Kervella", "first_names": "Solène", "email": "solene@courriel.example"}


def meet(confidential=False, **more):
    return identify(commune_id=make_town().pk, by=BY, confidential=confidential, **(SOLENE | more))


@pytest.fixture
def reception(db) -> Actor:
    make_town()
    return actor(make_agent("accueil", Role.COUNTER))


@pytest.fixture
def social(db) -> Actor:
    return actor(make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL))


def known_by_a_confidential_request(**more) -> Citizen:
    citizen = meet(confidential=True, **more)
    made = make_request("signalement-voirie", citizen=citizen)

    ServiceRequest.objects.filter(pk=made.pk).update(confidential=True, service=Service.objects.get(code="ccas"))
    return citizen


def seen(citizen: Citizen, by: Actor) -> set[bool]:
    """Every way to know of somebody, which must say the same."""
    try:
        card = bool(person_card(citizen.pk, by))
    except Forbidden:
        card = False
    return {
        card,
        can_view(by, citizen),
        Citizen.objects.visible_to(by).filter(pk=citizen.pk).exists(),
        bool(find_people("kervella solene", commune_id=citizen.commune_id, by=by)),
        search.matching("citizen", "kervella", by).exists(),
        ContactPoint.objects.visible_to(by).filter(citizen=citizen).exists(),
    }


def test_a_veiled_person_exists_only_for_who_sees_the_confidential_request(reception, social):
    citizen = known_by_a_confidential_request()
    assert citizen.veiled
    assert seen(citizen, reception) == {False}
    assert seen(citizen, social) == {True}
    assert seen(citizen, actor(make_agent("etat-civil", Role.HANDLER, Role.CONFIDENTIAL))) == {False}
    assert seen(citizen, actor(make_agent("accueil", Role.CONFIDENTIAL))) == {False}
    assert seen(citizen, actor(make_agent("accueil", Role.ELECTED))) == {False}


def test_an_open_meeting_unveils_what_it_brings_and_only_that(reception, social):
    citizen = known_by_a_confidential_request(phone="0639980155", birth_date=dt.date(1980, 2, 3))
    assert meet() == citizen
    assert seen(Citizen.objects.get(pk=citizen.pk), reception) == {True}
    shown, whole = person_card(citizen.pk, reception), person_card(citizen.pk, social)
    assert [contact.value for contact in shown.contacts] == ["solene@courriel.example"]
    assert (shown.birth_date, whole.birth_date) == (None, dt.date(1980, 2, 3))
    assert len(whole.contacts) == 2
    for secret in ("0155", "0639980155", "3 février 1980"):
        assert not find_people(secret, commune_id=citizen.commune_id, by=reception)
        assert find_people(secret, commune_id=citizen.commune_id, by=social)


def test_a_confidential_request_of_a_known_person_hides_only_what_is_new(reception):
    citizen = meet()
    assert meet(confidential=True, phone="0639980155", birth_date=dt.date(1980, 2, 3)) == citizen
    card = person_card(citizen.pk, reception)
    assert (len(card.contacts), card.birth_date) == (1, None)
    meet(phone="0639980155")
    assert len(person_card(citizen.pk, reception).contacts) == 2


def test_a_veiled_row_merged_into_a_known_person_stays_veiled(reception, social):
    hidden = known_by_a_confidential_request(family_name="Le Goff", phone="0639980166")
    known = meet()
    merge_people(kept_id=known.pk, merged_id=hidden.pk, reason="même personne", by=BY)
    card = person_card(known.pk, reception)
    assert (card.merged, len(card.contacts), card.rows) == ([], 1, [known.pk])
    assert len(person_card(known.pk, social).merged) == 1
    assert not find_people("le goff", commune_id=known.commune_id, by=reception)
    assert find_people("le goff", commune_id=known.commune_id, by=social)


def test_a_duplicate_hint_never_names_a_veiled_person(reception):
    known_by_a_confidential_request(phone="0639980155")
    other = meet(email="", phone="0639980199")
    assert person_card(other.pk, reception).duplicates == 0


def test_a_protected_address_is_for_the_named_agents_alone(reception):
    named = make_agent("accueil", Role.COUNTER)
    citizen = create_person(
        commune_id=make_town().pk, family_name="Kervella", postal_address="3 rue du Port, 99000 Admiville", by=BY
    )
    assert find_people("kervella rue du port", commune_id=citizen.commune_id, by=reception)[0].reasons[-1] != "Même nom"
    protect_address(citizen.pk, keepers=[named.pk], by=reception)
    hidden, shown = person_card(citizen.pk, reception), person_card(citizen.pk, actor(named))
    assert (hidden.address, hidden.contacts, hidden.protected) == ("adresse protégée", [], True)
    assert shown.address == "3 rue du Port, 99000 Admiville"
    assert not find_people("rue du port", commune_id=citizen.commune_id, by=reception)
    assert not search.matching("citizen", "port", reception).exists()
    with pytest.raises(Forbidden, match="habilité"):
        protect_address(citizen.pk, protected=False, by=reception)
    protect_address(citizen.pk, protected=False, by=actor(named))
    assert person_card(citizen.pk, reception).address


def test_a_protected_address_stays_protected_through_a_merge(reception):
    named = make_agent("accueil", Role.COUNTER)
    one = create_person(commune_id=make_town().pk, family_name="Roux", postal_address="3 rue du Port", by=BY)
    two = create_person(commune_id=one.commune_id, family_name="Roux", postal_address="3 rue du Port", by=BY)
    protect_address(one.pk, keepers=[named.pk], by=BY)
    merge_people(kept_id=two.pk, merged_id=one.pk, reason="même personne", by=BY)
    assert person_card(two.pk, reception).address == "adresse protégée"
    assert not ContactPoint.objects.visible_to(reception).filter(kind="postal").exists()
    assert person_card(two.pk, actor(named)).address


def test_a_contact_that_ended_is_kept_and_comes_back_when_given_again(reception):
    citizen = meet()
    point = add_contact(citizen.pk, kind="phone", value="06 39 98 01 55", label="travail", by=reception)
    assert end_contact(point.pk, by=reception).ended_on
    assert person_card(citizen.pk, reception).contacts[-1].ended_on
    meet(phone="0639980155")
    point.refresh_from_db()
    assert point.ended_on is None
