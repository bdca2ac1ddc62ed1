"""The people of the demonstration: told apart at the counter, added once."""

import pytest

from citizens.duplicates import probable_duplicates
from citizens.models import AddressKeeper, Citizen, Mandate, OrganisationContact
from citizens.search import find_people
from core.actor import Actor
from grc.seeding.people import settle_people
from organisation.enums import Role
from tests.builders import actor, make_agent, make_town


@pytest.mark.django_db
def test_the_people_of_the_demonstration_are_settled_once():
    commune = make_town()
    keeper = make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)
    reception = actor(make_agent("accueil", Role.COUNTER))
    added = settle_people(commune)
    assert added == Citizen.objects.count() >= 13
    assert settle_people(commune) == 0
    assert Mandate.objects.count() == 1
    assert OrganisationContact.objects.count() == 2
    assert AddressKeeper.objects.get().user == keeper
    household = find_people("01 99 00 55 12", commune_id=commune.pk, by=reception)
    assert len(household) == 3
    twice = find_people("lefevre mickael", commune_id=commune.pk, by=Actor.system("test"))[0].citizen
    assert len(probable_duplicates(twice, by=reception)) == 1
