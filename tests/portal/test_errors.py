"""Pages of error: in French, with what was typed, never a repetition that could be forged."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory, override_settings

from portal.views.errors import server_error
from requests_app.enums import Phase
from tests.builders import PASSWORD, make_agent, make_request, make_town
from tests.portal.pages import soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_page_that_does_not_exist_says_where_to_go(client):
    make_town()
    page = client.get("/rien/")
    assert page.status_code == 404
    assert "Aller à l’accueil des démarches" in words(page)


def test_before_there_is_a_town_the_pages_of_error_still_stand(client):
    page = client.get("/")
    assert page.status_code == 404
    assert "Cette page n’existe pas" in words(page)


def test_an_expired_form_offers_what_was_typed_with_a_fresh_token(strict):
    made = make_request(phase=Phase.WAITING_PERSON)
    address = f"/suivi/{made.link_token}/"
    page = strict.post(address, {"texte": "Mon <b>texte</b>"})
    assert page.status_code == 403
    form = soup(page).find("form", action=address)
    again = {
        field["name"]: field.get_text() or field.get("value", "") for field in form.find_all(["input", "textarea"])
    }
    assert again["texte"] == "Mon <b>texte</b>"
    assert strict.post(address, again).status_code == 302
    assert made.messages.filter(text="Mon <b>texte</b>").exists()


def test_a_form_of_another_site_is_never_made_ready_to_send(strict):
    made = make_request()
    page = strict.post(f"/suivi/{made.link_token}/", {"texte": "piège"}, headers={"Origin": "https://ailleurs.example"})
    assert page.status_code == 403
    assert not soup(page).find("form", action=f"/suivi/{made.link_token}/")
    assert "piège" in words(page)


def test_an_agent_is_shown_the_words_but_no_button_to_repeat(strict):
    agent = make_agent()
    strict.force_login(agent)
    page = strict.post("/suivi/etat/", {"texte": "une note interne"})
    assert "une note interne" in words(page)
    assert not soup(page).find("form", action="/suivi/etat/")


def test_secrets_are_never_shown_again(strict):
    make_town()
    page = strict.post("/suivi/etat/", {"password": PASSWORD, "code": "KR7M"})
    assert PASSWORD.encode() not in page.content


def test_our_own_failure_gives_back_what_was_typed():
    make_town()
    request = RequestFactory().post("/suivi/", {"texte": "à ne pas perdre"})
    page = server_error(request)
    assert page.status_code == 500
    assert "à ne pas perdre" in page.content.decode()


@pytest.mark.parametrize("whole", [True, False], ids=["one-query-lost", "nothing-answers"])
def test_a_database_that_does_not_answer_is_a_pause_and_keeps_what_was_typed(client, monkeypatch, whole):
    make_town()
    client.raise_request_exception = False

    def gone(*args: object, **options: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("portal.views.follow.follow_by_code", gone)
    if not whole:
        monkeypatch.setattr("core.models.Commune.objects.exists", gone)
    number = make_request().number
    page = client.post("/suivi/etat/", {"numero": number, "code": "KR7M-4TXP", "preuve": "Benhaddou"})
    assert page.status_code == 503
    assert page["Retry-After"]
    assert "momentanément arrêté" in words(page)
    assert "Benhaddou" in page.content.decode()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=3)
def test_a_post_that_cannot_be_read_is_told_in_french(client):
    make_town()
    page = client.post("/suivi/etat/", {str(n): "x" for n in range(10)})
    assert page.status_code == 413
    assert "trop gros" in words(page)


def test_an_address_of_another_site_is_not_understood(client):
    make_town()
    page = client.get("/", headers={"host": "autre.example"})
    assert page.status_code == 400
    assert "n’a pas compris" in words(page)
