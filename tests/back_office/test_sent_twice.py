"""A nervous hand: two clicks on one button write one row, and both lead to the same page."""

import pytest
from django.urls import reverse

from channels_app.models import Contact
from citizens.models import Citizen, Mandate
from organisation.enums import Role
from requests_app.models import Task
from tests import builders
from tests.back_office.pages import soup, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reception(sign_in):
    return sign_in(builders.make_agent("accueil", Role.COUNTER, Role.HANDLER))


def token_of(client, url: str) -> str:
    return soup(client.get(url)).select_one("main [name=_une_fois]")["value"]


def twice(client, page: str, target: str, **said):
    data = {"_une_fois": token_of(client, page), **said}
    first, second = client.post(target, data), client.post(target, data)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    return client.get(second["Location"])


def test_a_person_created_at_the_desk(reception):
    desk = reverse("back_office:desk")
    twice(reception, desk, desk, action="creer-personne", _nom="Kervella", _prenom="Solène", _personne="nouvelle")
    assert Citizen.objects.filter(family_name="Kervella").count() == 1


def test_a_contact_and_a_call_back(reception):
    desk = reverse("back_office:desk")
    said = {"_situation": "phone", "_objet": "Horaires de la piscine", "_issue": "answered"}
    twice(reception, desk, desk, action="noter-contact", **said)
    assert Contact.objects.count() == 1
    page = reception.get(f"{desk}?faire=rappeler")
    day = soup(page).select_one("#rappel-jour")["value"]
    service = soup(page).select_one("#rappel-service option[selected]")["value"]
    said = {"_situation": "phone", "_objet": "Piscine", "_rappel_tel": "0639982760", "_rappel_jour": day}
    answer = twice(reception, desk, desk, action="noter-rappel", _rappel_service=service, **said)
    assert Task.objects.count() == 1
    assert Contact.objects.count() == 2
    assert "Le rappel est noté" in text_of(answer)


def test_a_refused_form_is_corrected_and_sent_with_the_same_token(reception):
    desk = reverse("back_office:desk")
    token = token_of(reception, desk)
    said = {"_une_fois": token, "_situation": "phone", "_issue": "answered", "action": "noter-contact"}
    assert reception.post(desk, {**said, "_faire": "renseignement", "_objet": ""}).status_code == 422
    reception.post(desk, {**said, "_objet": "Piscine"})
    reception.post(desk, {**said, "_objet": "Patinoire"})
    assert Contact.objects.count() == 2


def test_a_card_created_in_usagers(reception):
    people = reverse("back_office:people")
    twice(reception, people, reverse("back_office:people_new"), family_name="Kervella", first_names="Solène")
    assert Citizen.objects.filter(family_name="Kervella").count() == 1


def test_a_mandate_is_given_and_told_once(reception):
    asks, acts = builders.make_citizen(), builders.make_citizen(first_names="Karim", email="karim@courriel.example")
    url = reverse("back_office:person", args=[asks.public_id])
    form = f"{url}?faire=mandat&autre={acts.public_id}"
    scope = soup(reception.get(form)).select_one("#formulaire select[name=scope] option[value]:not([value=''])")
    twice(
        reception, form, reverse("back_office:person_act", args=[asks.public_id, "mandat"]),
        autre=str(acts.public_id), scope=scope["value"], from_on="2026-11-22", until_on="2027-06-30",
    )  # fmt: skip
    assert Mandate.objects.count() == 1
