"""No axe-core violation on any page and state of the agents, wide and narrow."""

import pytest

from organisation.enums import Role
from requests_app import operations
from requests_app.enums import Phase
from tests import builders

pytestmark = pytest.mark.browser


@pytest.fixture
def told(transactional_db):
    """A request with a story, at the desk of a head of service."""
    agent = builders.make_agent("etat-civil", Role.MANAGER)
    made = builders.make_request(phase=Phase.IN_PROGRESS, by_agent=builders.make_agent("etat-civil", first_name="Nour"))
    operations.reply(made.pk, text="Bonjour, nous cherchons votre acte.", by=builders.actor(agent))
    operations.write_note(made.pk, text="Registre de 1987.", by=builders.actor(agent))
    operations.receive_answer(made.pk, text="Merci.", by=builders.holder(made))
    return agent, made


@pytest.mark.parametrize("width", ["desk", "pocket"])
def test_the_pages_of_an_agent(width, told, request):
    desk = request.getfixturevalue(width)
    agent, made = told
    desk.open("/agents/connexion/")
    assert desk.violations() == []
    desk.sign_in(agent.email)
    paths = [
        "/agents/", "/agents/?vue=toutes&q=introuvable", "/agents/?vue=toutes", "/agents/echecs/", "/agents/envoi/",
        "/agents/a-qualifier/",
        f"/agents/demandes/{made.public_id}/", f"/agents/demandes/{made.public_id}/?faire=note",
        f"/agents/demandes/{made.public_id}/?faire=decider", f"/agents/demandes/{made.public_id}/?faire=reorienter",
        "/agents/demandes/00000000-0000-4000-8000-000000000000/",
    ]  # fmt: skip
    found = {}
    for path in paths:
        desk.open(path)
        found[path] = desk.violations()
    assert {path: bad for path, bad in found.items() if bad} == {}


def test_the_states_of_a_page(desk, told):
    agent, made = told
    desk.sign_in(agent.email)
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("x")
    assert desk.violations() == []
    desk.page.locator("details.filter summary").first.click()
    assert desk.violations() == []
    desk.page.get_by_role("button", name="Réorienter…").click()
    desk.page.get_by_role("heading", name="Réorienter 1 demande").wait_for()
    assert desk.violations() == []
    desk.open(f"/agents/demandes/{made.public_id}/?faire=decider")
    desk.page.get_by_role("button", name="Décider et notifier").click()
    desk.page.get_by_text("Choisissez le sens de la décision.").wait_for()
    assert desk.page.evaluate("document.activeElement.name") == "outcome"
    assert desk.violations() == []
    desk.page.get_by_role("radio", name="Refusée", exact=True).check()
    for name in ("text", "grounds_law", "grounds_fact"):
        desk.page.locator(f"#id_{name}").fill("Article 30 du décret 2017-890.")
    desk.page.get_by_role("button", name="Aperçu").click()
    desk.page.locator("#apercu").wait_for()
    assert desk.violations() == []
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("?")
    assert desk.violations() == []


def test_a_page_never_scrolls_sideways_on_a_phone(pocket, told):
    agent, made = told
    pocket.sign_in(agent.email)
    for path in ("/agents/", f"/agents/demandes/{made.public_id}/", "/agents/echecs/"):
        pocket.open(path)
        assert pocket.page.evaluate("document.documentElement.scrollWidth") <= 360
