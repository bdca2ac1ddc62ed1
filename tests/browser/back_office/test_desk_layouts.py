"""The single counter on the screens of a town hall: wide, narrow, in the hand, and without scripts."""

import pytest

from organisation.enums import Role
from requests_app.models import ServiceRequest
from tests import builders
from tests.browser.back_office.conftest import window

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1180, 360])
def test_nothing_is_wider_than_the_screen(chromium, live_server, transactional_db, width):
    agent = builders.make_agent("accueil", Role.COUNTER)
    person = builders.make_citizen()
    builders.make_request(citizen=person)
    for desk in window(chromium, live_server, viewport={"width": width, "height": 820}):
        desk.sign_in(agent.email)
        desk.open(f"/agents/guichet/?situation=phone&personne={person.public_id}&mots=lampadaire")
        desk.page.locator("[data-proposal]").first.click()
        desk.page.locator("#questions").wait_for()
        desk.page.get_by_role("button", name="Rappeler plus tard").click()
        desk.page.locator("#faire").wait_for()
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
        assert desk.violations() == []


def test_without_scripts_the_whole_work_is_done_too(plain_desk):
    agent = builders.make_agent("accueil", Role.COUNTER)
    builders.make_citizen()
    plain_desk.sign_in(agent.email)
    page = plain_desk.page
    page.get_by_role("link", name="Nouvelle demande").click()
    page.get_by_role("button", name="Au guichet").click()
    page.locator("#chercher").fill("benhaddou")
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.locator("[data-person]").first.click()
    page.locator("#dit").fill("lampadaire éteint 8 rue des Tanneurs")
    page.get_by_role("button", name="Chercher la démarche").click()
    page.locator("[data-proposal]").first.click()
    page.get_by_label("Éclairage public").check()
    page.get_by_label("Non", exact=True).check()
    page.get_by_label("Oui, je laisse mes coordonnées").check()
    page.get_by_role("button", name="Mettre à jour les questions").last.click()
    assert page.locator("[name=courriel]").input_value() == "malika.benhaddou@courriel.example"
    page.get_by_role("button", name="Enregistrer et accuser réception").click()
    page.wait_for_url("**/guichet/fait/**")
    page.get_by_text(ServiceRequest.objects.get().number).first.wait_for()
