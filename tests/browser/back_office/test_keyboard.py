"""The agent's day with the keyboard alone."""

import pytest

from organisation.enums import Role
from requests_app.enums import Phase
from requests_app.models import Message, ServiceRequest
from tests import builders

pytestmark = pytest.mark.browser


def fresh(made: ServiceRequest) -> ServiceRequest:
    return ServiceRequest.objects.get(pk=made.pk)


def said(desk, words: str) -> None:
    desk.page.locator("#messages", has_text=words).wait_for()


def test_an_agent_takes_replies_and_decides_without_the_mouse(desk):
    agent, made = builders.make_agent("etat-civil"), builders.make_request()
    desk.sign_in(agent.email)
    keys = desk.page.keyboard
    keys.press("j")
    keys.press("Enter")
    desk.page.wait_for_url("**/demandes/**")
    keys.press("a")
    said(desk, "Vous avez pris cette demande en charge.")
    assert fresh(made).assigned_to == agent
    keys.press("r")
    desk.page.locator("#id_text:focus").wait_for()
    keys.type("Bonjour, votre acte est prêt.")
    keys.press("Control+Enter")
    said(desk, "Votre réponse est enregistrée")
    assert Message.objects.get(request=made, direction="out").text == "Bonjour, votre acte est prêt."
    keys.press("z")
    desk.page.locator("[name=outcome]:focus").wait_for()
    keys.press("Space")
    keys.press("Tab")
    keys.type("Votre demande est accordée.")
    keys.press("Control+Enter")
    said(desk, "La décision est enregistrée")
    assert fresh(made).phase == Phase.DECIDED
    assert desk.page.locator("#rail").count() == 1


def test_several_are_chosen_and_taken_by_keys(desk):
    agent = builders.make_agent("etat-civil")
    for _rank in range(3):
        builders.make_request()
    desk.sign_in(agent.email)
    keys = desk.page.keyboard
    assert desk.page.locator("#lot").is_hidden()
    for key in ("j", "x", "j", "x"):
        keys.press(key)
    desk.page.get_by_text("2 demandes choisies").wait_for()
    keys.press("a")
    said(desk, "2 demandes traitées.")
    assert ServiceRequest.objects.filter(assigned_to=agent).count() == 2


def test_single_keys_can_be_switched_off(desk):
    desk.sign_in(builders.make_agent("etat-civil").email)
    desk.page.keyboard.press("?")
    desk.page.get_by_label("Utiliser les raccourcis").uncheck()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("/")
    assert desk.page.evaluate("document.activeElement.id") != "q"
    desk.page.reload()
    desk.page.keyboard.press("?")
    assert desk.page.locator("#raccourcis").is_hidden()
    desk.page.get_by_role("button", name="Raccourcis").click()
    assert desk.page.locator("#raccourcis").is_visible()


def test_typing_in_a_field_triggers_nothing(desk):
    made = builders.make_request()
    desk.sign_in(builders.make_agent("etat-civil").email)
    desk.open(f"/agents/demandes/{made.public_id}/")
    desk.page.locator("#id_text").fill("")
    desk.page.locator("#id_text").press_sequentially("azrc?/jk")
    assert desk.page.locator("#id_text").input_value() == "azrc?/jk"
    assert fresh(made).assigned_to is None


def test_two_keys_qualify_and_one_alone_never_does(desk):
    agent = builders.make_agent("accueil", Role.COUNTER)
    made = builders.make_request("a-qualifier", answers={"objet": "Acte de naissance"})
    desk.sign_in(agent.email)
    desk.open("/agents/a-qualifier/")
    assert desk.violations() == []
    desk.page.keyboard.press("1")
    assert fresh(made).procedure.is_system
    desk.page.keyboard.press("q")
    desk.page.locator("[data-choice='1']:focus").wait_for()
    desk.page.keyboard.press("1")
    said(desk, "La demande est qualifiée")
    assert fresh(made).procedure.code == "acte-etat-civil"
    assert desk.violations() == []
