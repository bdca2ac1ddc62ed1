"""The summary, sending, and the confirmation."""

import pytest

from requests_app.models import ServiceRequest
from tests.builders import CIVIL_STATUS, make_draft, make_request, make_town
from tests.portal.pages import soup, title, words

pytestmark = pytest.mark.django_db


def summary(draft) -> str:
    return f"/brouillon/{draft.public_id}/resume/"


def test_everything_answered_is_shown_with_a_way_to_change_it(client):
    page = client.get(summary(make_draft()))
    assert "14 rue des Tanneurs" in words(page)
    links = [link["href"] for link in soup(page).find_all("a") if "Modifier" in link.get_text()]
    assert len(links) == 4


def test_sending_gives_number_code_and_what_comes_next(client):
    draft = make_draft()
    page = client.post(summary(draft), follow=True)
    made = ServiceRequest.objects.get()
    told = words(page)
    for expected in (made.number, made.spoken_code, "Ce qui va se passer", "sous réserve qu’elle soit complète"):
        assert expected in told


def test_sending_again_going_back_or_reloading_leads_to_the_same_confirmation(client):
    draft = make_draft()
    first = client.post(summary(draft))
    assert client.post(summary(draft)).url == first.url
    assert client.get(summary(draft)).url == first.url
    assert client.get(f"/brouillon/{draft.public_id}/acte/").url == first.url
    assert client.post(f"/brouillon/{draft.public_id}/acte/", {"nature": "deces"}).url == first.url
    assert ServiceRequest.objects.count() == 1


def test_an_incomplete_request_is_not_sent_and_says_what_is_missing(client):
    draft = make_draft(answers={**CIVIL_STATUS, "adresse_envoi": "", "attestation": None})
    page = client.post(summary(draft), follow=True)
    assert not ServiceRequest.objects.exists()
    assert title(page).startswith("Erreur")
    link = soup(page).select_one(".ds-error-summary a")["href"]
    assert "?verifier=1#f-" in link
    assert title(client.get(link)).startswith("Erreur")


def test_a_confidential_request_goes_through_as_any_other(client):
    make_town()
    assert client.get("/demarches/aide-ccas/").status_code == 200


def test_a_confirmation_needs_its_link(client):
    make_request()
    page = client.get("/envoyee/un-lien-faux/")
    assert page.status_code == 403
    assert "n’ouvre aucune demande" in words(page)


def test_an_optional_answer_that_was_mistyped_leads_to_its_question(client):
    draft = make_draft()
    client.post(f"/brouillon/{draft.public_id}/coordonnees/", {"telephone": "pas un numéro", "action": "actualiser"})
    page = client.get(summary(draft))
    line = soup(page).select_one(".ds-error-summary a[href$='#f-telephone']")
    assert line is not None, words(page)
    assert "verifier=1" in line["href"]
    assert "Compléter la demande" in words(page)


def test_the_place_is_shown_in_words_and_not_in_decimals(client):
    report = {"categorie": "bruit", "danger": False, "lieu": {"words": "près du pont", "lat": 46.6, "lon": 2.45}}
    told = words(client.get(summary(make_draft("signalement-voirie", report))))
    assert "point placé sur le plan" in told
    assert "46.6" not in told
