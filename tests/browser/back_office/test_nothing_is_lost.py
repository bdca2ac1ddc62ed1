"""What an agent typed survives a refusal, a colleague, an expired session, another tab of the box, a reload."""

import pytest
from django.contrib.sessions.models import Session

from requests_app.enums import Phase
from requests_app.models import Message
from tests import builders

pytestmark = pytest.mark.browser
WORDS = "Bonjour, votre acte est prêt."


@pytest.fixture
def writing(desk):
    """An agent half-way through a reply."""
    made = builders.make_request()
    desk.sign_in(builders.make_agent("etat-civil").email)
    desk.open(f"/agents/demandes/{made.public_id}/")
    desk.page.locator("#id_text").press_sequentially(WORDS)
    return made


def text(desk) -> str:
    return desk.page.locator("#id_text").input_value()


def test_a_reload_and_another_tab_of_the_box_keep_the_text(desk, writing):
    desk.page.reload()
    assert text(desk) == WORDS
    desk.page.get_by_role("link", name="Note interne").click()
    desk.page.locator("#dock[data-note]").wait_for()
    assert text(desk) == ""
    desk.page.get_by_role("link", name="Répondre").click()
    desk.page.get_by_role("button", name="Envoyer").wait_for()
    assert text(desk) == WORDS


def test_a_colleague_who_was_faster_is_named_and_the_text_stays(desk, writing):
    builders.bring_to(writing, Phase.IN_PROGRESS, builders.make_agent("etat-civil", first_name="Nour"))
    desk.page.get_by_role("button", name="Envoyer").click()
    desk.page.get_by_text("Cette demande a changé pendant que vous écriviez").wait_for()
    assert text(desk) == WORDS
    assert not Message.objects.filter(direction="out").exists()
    desk.page.get_by_role("button", name="Envoyer").click()
    desk.page.locator("#messages", has_text="Votre réponse est enregistrée").wait_for()
    assert text(desk) == ""


def test_an_expired_session_leads_back_to_the_text(desk, writing):
    Session.objects.all().delete()
    desk.page.get_by_role("button", name="Envoyer").click()
    desk.page.wait_for_url("**/connexion/**")
    desk.page.get_by_text("ce que vous avez écrit est gardé").wait_for()
    desk.page.get_by_label("Adresse électronique").fill("agent0@admiville.example")
    desk.page.get_by_label("Mot de passe").fill(builders.PASSWORD)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/demandes/**")
    assert text(desk) == WORDS


def test_a_double_click_sends_once(desk, writing):
    desk.page.get_by_role("button", name="Envoyer").dblclick()
    desk.page.locator("#messages", has_text="Votre réponse est enregistrée").wait_for()
    assert Message.objects.filter(direction="out").count() == 1


def test_the_network_down_is_said_and_the_text_stays(desk, writing):
    desk.page.context.set_offline(True)
    desk.page.get_by_role("button", name="Envoyer").click()
    desk.page.locator("#annonce", has_text="Le réseau ne répond pas").wait_for(state="attached")
    desk.page.context.set_offline(False)
    assert text(desk) == WORDS


def test_without_javascript_the_whole_work_is_done_too(plain_desk):
    agent, made = builders.make_agent("etat-civil"), builders.make_request()
    plain_desk.sign_in(agent.email)
    page = plain_desk.page
    page.get_by_role("link", name=made.title).click()
    page.get_by_role("button", name="Prendre en charge").click()
    page.get_by_text("Vous avez pris cette demande en charge.").wait_for()
    page.locator("#id_text").fill(WORDS)
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre réponse est enregistrée").wait_for()
    page.get_by_role("link", name="Décider").click()
    page.get_by_role("radio", name="Accordée", exact=True).check()
    page.locator("#id_text").fill("Votre demande est accordée.")
    page.get_by_role("button", name="Décider et notifier").click()
    page.get_by_text("La décision est enregistrée").wait_for()
