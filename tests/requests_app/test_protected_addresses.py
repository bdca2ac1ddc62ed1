"""What a protected address leaves in the search, in titles and in the pile of letters."""

from __future__ import annotations

import pytest

from citizens.operations import merge_people, protect_address
from core import search
from core.models import OutboxEvent
from messaging.subjects import standings
from requests_app.models import ServiceRequest
from requests_app.operations import follow_merge_of_people, follow_protection
from requests_app.rules import hiding
from tests.builders import SYSTEM, actor, make_agent, make_citizen, make_request

TOLD = "adresse protégée"


@pytest.fixture
def keeper(db):
    return make_agent("voirie")


def protect(citizen, keeper) -> None:
    protect_address(citizen.pk, keepers=[keeper.pk], by=SYSTEM)
    assert OutboxEvent.objects.filter(name="person.protected", payload={"citizen_id": citizen.pk}).exists()
    follow_protection(citizen.pk)


def found_by(words: str, by) -> bool:
    return search.matching("request", words, actor(by)).exists()


def test_nobody_finds_a_request_by_it_not_even_its_keepers(keeper):
    made = make_request("signalement-voirie", citizen=make_citizen())
    assert found_by("tanneurs", keeper)
    protect(made.citizen, keeper)
    assert not found_by("tanneurs", keeper)
    assert found_by(made.number, keeper)
    protect_address(made.citizen_id, protected=False, by=SYSTEM)
    follow_protection(made.citizen_id)
    assert found_by("tanneurs", keeper)


def test_a_request_filed_afterwards_is_discreet_at_once(keeper):
    citizen = make_citizen()
    protect(citizen, keeper)
    made = make_request("signalement-voirie", citizen=citizen)
    assert "Tanneurs" not in made.title
    assert not found_by("tanneurs", keeper)


def test_protection_reaches_the_requests_of_a_person_made_one_with_another(keeper):
    made = make_request("signalement-voirie", citizen=make_citizen())
    other = make_citizen("Roux", "Jean", email="jean.roux@courriel.example", phone="0639980001")
    protect(other, keeper)
    merge = merge_people(kept_id=other.pk, merged_id=made.citizen_id, reason="même personne", by=SYSTEM)
    follow_merge_of_people(merge.pk)
    assert not found_by("tanneurs", keeper)
    assert "Tanneurs" not in ServiceRequest.objects.get(pk=made.pk).title


def test_following_three_times_is_following_once(keeper):
    made = make_request("signalement-voirie", citizen=make_citizen())
    protect_address(made.citizen_id, keepers=[keeper.pk], by=SYSTEM)
    titles = set()
    for _time in range(3):
        follow_protection(made.citizen_id)
        titles.add(ServiceRequest.objects.get(pk=made.pk).title)
    assert len(titles) == 1


def test_a_letter_stays_apart_when_the_protected_row_was_merged(keeper):
    made = make_request("signalement-voirie", citizen=make_citizen())
    letter = type("Letter", (), {"pk": 1, "subject_kind": "request", "subject_ref": str(made.pk)})
    other = make_citizen("Roux", "Jean", email="jean.roux@courriel.example", phone="0639980001")
    protect(other, keeper)
    stranger = make_agent("voirie")
    assert standings(actor(stranger), [letter])[1].visible
    merge_people(kept_id=made.citizen_id, merged_id=other.pk, reason="même personne", by=SYSTEM)
    hidden, shown = standings(actor(stranger), [letter])[1], standings(actor(keeper), [letter])[1]
    assert (hidden.visible, shown.visible, shown.apart) == (False, True, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("J’habite 14, rue des Tanneurs à Admiville.", "J’habite adresse protégée à Admiville."),
        ("14 RUE DES TANNEURS", TOLD),
        ("14\nRue  des tanneurs 99000", "adresse protégée 99000"),
        ("La rue des Tanneurs est belle.", "La rue des Tanneurs est belle."),
        ("Rien ici.", "Rien ici."),
    ],
)
def test_a_street_goes_out_of_a_text_however_it_is_written(text, told):
    hidden = hiding.streets(["Malika Benhaddou\n14 rue des Tanneurs\n99000 Admiville"])
    assert hiding.without(text, hidden, TOLD) == told
