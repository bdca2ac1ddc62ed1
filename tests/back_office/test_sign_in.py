"""Signing in: one sentence for every wrong pair, a lock-out, a code for administrators, and nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor import current_code
from requests_app.models import Message
from tests import builders
from tests.back_office.pages import act_url, part, soup, text_of, url_of

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/agents/connexion/", "/agents/double-authentification/"


def give_password(client: Client, email: str, password: str = builders.PASSWORD, **more):
    return client.post(SIGN_IN, {"email": email, "password": password, **more})


def test_an_agent_signs_in_and_comes_to_the_page_he_asked_for(client, agent):
    asked = url_of(builders.make_request())
    door = client.get(asked)
    assert door["Location"] == f"{SIGN_IN}?next={asked.replace('/', '%2F')}"
    assert give_password(client, agent.email, next=asked)["Location"] == asked
    assert client.get(asked).status_code == 200


@pytest.mark.parametrize("target", ["https://mechant.example/", "//mechant.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client, agent, target):
    assert give_password(client, agent.email, next=target)["Location"] == "/agents/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client, agent):
    wrong = text_of(give_password(client, agent.email, "Mauvais-mot-de-passe"))
    unknown = text_of(give_password(client, "personne@admiville.example", "Mauvais-mot-de-passe"))
    assert wrong == unknown
    assert "Erreur :" in wrong


def test_too_many_tries_are_told_with_the_time_to_wait(client, agent):
    answers = [give_password(client, agent.email, "Mauvais-mot-de-passe") for _try in range(6)]
    assert answers[-1].status_code == 429
    assert "Attendez 15 minutes" in text_of(answers[-1])
    assert give_password(client, agent.email).status_code == 429


@pytest.mark.parametrize("data", [{}, {"email": "x" * 5000, "password": "y"}, {"email": "\x00", "password": "\x00"}])
def test_nonsense_is_answered_with_a_sentence(client, data, db):
    builders.make_town()
    answer = client.post(SIGN_IN, data)
    assert answer.status_code == 422
    assert soup(answer).select_one(".error, .flash[data-level=error]")


def test_the_password_is_never_printed_again(client, agent):
    answer = give_password(client, agent.email, "Mauvais-mot-de-passe")
    assert "Mauvais-mot-de-passe" not in answer.content.decode()
    assert part(answer, "id_email")["value"] == agent.email


def test_an_administrator_enrols_a_device_then_is_in(client):
    admin = builders.make_agent(None, is_staff=True)
    assert give_password(client, admin.email)["Location"].startswith(CODE)
    assert client.get("/agents/").status_code == 302
    page = client.get(CODE)
    assert soup(page).select_one(".qr svg")
    wrong = client.post(CODE, {"code": "000000"})
    assert wrong.status_code == 422
    device = TOTPDevice.objects.get(user=admin)
    TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post(CODE, {"code": current_code(device)})
    assert client.get("/agents/").status_code == 200


def test_the_code_page_without_a_password_leads_to_the_sign_in(client, db):
    builders.make_town()
    assert client.get(CODE)["Location"].startswith(SIGN_IN)


def test_signing_out_closes_every_page(desk):
    made = builders.make_request()
    desk.post(reverse("back_office:sign_out"))
    assert desk.get(url_of(made)).status_code == 302


def test_what_was_written_when_the_session_had_ended_is_shown_after_the_sign_in(client, agent):
    made = builders.make_request()
    page = f"{url_of(made)}?faire=repondre"
    written = {"text": "Bonjour, votre acte est prêt.", "page": page, "agent": str(agent.public_id)}
    answer = client.post(act_url(made, "repondre"), written)
    assert answer.status_code == 302
    assert "ce que vous avez écrit est gardé" in text_of(client.get(answer["Location"]))
    back = give_password(client, agent.email, next=page)
    shown = client.get(back["Location"])
    assert part(shown, "id_text").get_text().strip() == "Bonjour, votre acte est prêt."
    assert not Message.objects.filter(request=made, direction="out").exists()
    assert part(client.get(page), "id_text").get_text().strip() == ""


def test_a_colleague_who_signs_in_on_the_same_machine_does_not_find_what_was_typed(client, agent):
    made, colleague = builders.make_request(), builders.make_agent("etat-civil")
    page = f"{url_of(made)}?faire=repondre"
    client.post(act_url(made, "repondre"), {"text": "Entre nous.", "page": page, "agent": str(agent.public_id)})
    give_password(client, colleague.email, next=page)
    assert part(client.get(page), "id_text").get_text().strip() == ""


def test_a_flood_before_the_sign_in_is_not_kept(client, agent):
    made = builders.make_request()
    flood = {f"champ{n}": "x" * 20_000 for n in range(20)}
    assert client.post(act_url(made, "repondre"), flood).status_code == 302
    assert "kept_writing" not in client.session


def test_htmx_after_the_end_of_the_session_goes_to_the_sign_in(client, agent):
    made = builders.make_request()
    answer = client.post(act_url(made, "note"), {"text": "Vu."}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith(SIGN_IN)


def test_pages_of_agents_are_kept_by_no_cache(desk):
    assert desk.get("/agents/")["Cache-Control"] == "no-store"


def test_the_first_administrator_signs_in_before_the_town_exists(client, db):
    assert client.get(SIGN_IN).status_code == 200
