"""The single counter with the keyboard alone: a call becomes an acknowledged request in under a minute."""

import sys
import time

import pytest

from organisation.enums import Role
from requests_app.models import IdentityCheck, ServiceRequest
from tests import builders

pytestmark = pytest.mark.browser
CALL = "/agents/guichet/?telephone=%2B33639984127"


class Hands:
    """Counts every key; a pause between two is what a quick agent takes (five a second)."""

    def __init__(self, page) -> None:
        self.page, self.count, self.started = page, 0, time.monotonic()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=20)
        self.count += len(text)

    def told(self) -> str:
        return f"{self.count} touches, {time.monotonic() - self.started:.0f} s"


@pytest.fixture
def reception(desk):
    builders.make_citizen(postal_address="14 rue des Tanneurs, 99000 Admiville")
    agent = builders.make_agent("accueil", Role.COUNTER, first_name="Claire", last_name="Lemoine")
    desk.sign_in(agent.email)
    return desk


def focused(page, selector: str) -> None:
    page.locator(f"{selector}:focus").wait_for()


def test_a_call_becomes_an_acknowledged_request_in_under_a_minute(reception, capsys):
    page = reception.page
    reception.open(CALL)
    hands = Hands(page)
    focused(page, "#chercher")
    hands.press("ArrowDown", "Enter")
    page.locator("#personne").wait_for()
    focused(page, "#dit")
    hands.type("lampadaire éteint 8 rue des Tanneurs")
    page.locator("[data-proposal]").first.wait_for()
    hands.press("Enter")
    focused(page, "#f-categorie-1")
    assert page.locator("#f-lieu-words").input_value() == "8 rue des Tanneurs"
    hands.press("ArrowDown")
    page.get_by_text("catégorie Éclairage public").wait_for()
    hands.press("Enter")
    focused(page, "#f-danger-1")
    hands.press("ArrowDown")
    page.wait_for_load_state("networkidle")
    hands.press("Alt+2", "Alt+2")
    focused(page, "#f-description")
    hands.press("Tab", "Tab", "Tab")
    focused(page, "#f-suivi-1")
    hands.press("Space")
    page.locator("[name=identite-family_name]").wait_for()
    assert page.locator("[name=identite-family_name]").input_value() == "Benhaddou"
    hands.press("Control+Enter")
    page.wait_for_url("**/guichet/fait/**")
    seconds = time.monotonic() - hands.started
    made = ServiceRequest.objects.get()
    assert made.acknowledgements.filter(kind="ARE").exists()
    assert made.reply_email == "malika.benhaddou@courriel.example"
    assert made.address_text == "8 rue des Tanneurs"
    page.get_by_text(made.spoken_code).wait_for()
    assert reception.violations() == []
    with capsys.disabled():
        sys.stdout.write(f"\nUn appel devient une demande accusée : {hands.told()}\n")
    assert seconds < 60
    hands.press("Enter")
    focused(page, "#chercher")


def test_a_person_is_found_by_arrows_among_homonyms(reception):
    builders.make_citizen("Benhaddou", "Karim", birth_date=None, email="karim.b@courriel.example", phone="0639984200")
    page = reception.page
    reception.open("/agents/guichet/?situation=counter")
    focused(page, "#chercher")
    page.keyboard.type("benhadou", delay=20)
    page.locator("[data-person]").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    focused(page, "[data-person]")
    chosen = page.locator("[data-person]:focus .strong").inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#personne", has_text=chosen).wait_for()
    assert reception.violations() == []


def test_two_fields_make_a_person_from_an_unknown_number(reception):
    page = reception.page
    reception.open("/agents/guichet/?telephone=%2B33639980077")
    focused(page, "#nouvelle-nom")
    assert page.locator("#nouvelle-tel").input_value() == "06 39 98 00 77"
    assert reception.violations() == []
    page.keyboard.type("Kervella")
    page.keyboard.press("Enter")
    page.locator("#personne", has_text="Kervella").wait_for()
    focused(page, "#dit")


def test_one_fact_proves_nobody(reception):
    page = reception.page
    reception.open(CALL)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#identite summary").focus()
    page.keyboard.press("Enter")
    page.locator("[name=_fait]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Deux faits vérifiés").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Cochez deux faits vérifiés au moins").wait_for()
    assert not IdentityCheck.objects.exists()
    assert reception.violations() == []


def test_a_reload_and_a_lost_tab_lose_nothing(reception):
    page = reception.page
    reception.open("/agents/guichet/?situation=counter&personne=sans&mots=trou%20dans%20la%20rue")
    page.locator("[data-proposal]").first.click()
    page.locator("#f-description").press_sequentially("Un trou profond")
    page.locator("#garde", has_text="Brouillon gardé").wait_for()
    with page.expect_response("**/guichet/garder/"):
        page.locator("#f-lieu-words").press_sequentially("place du Marché")
    address = page.url
    reception.open("/agents/")
    page.goto(address)
    assert page.locator("#f-description").input_value() == "Un trou profond"
    assert page.locator("#f-lieu-words").input_value() == "place du Marché"


def test_what_is_missing_takes_the_keyboard_to_it(reception):
    page = reception.page
    reception.open("/agents/guichet/?situation=counter&personne=sans&mots=trou%20dans%20la%20rue")
    page.locator("[data-proposal]").first.click()
    page.locator("#questions").wait_for()
    page.keyboard.press("Control+Enter")
    page.locator("#manques").wait_for()
    focused(page, "#f-categorie-1")
    assert reception.violations() == []
