"""The mail of the day with the keyboard alone: a batch of letters registered one after the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels_app.models import PostalItem
from channels_app.post.enums import ItemState
from core.enums import Channel
from requests_app.models import ServiceRequest
from tests import builders
from tests.browser.back_office.conftest import Desk, window
from tests.builders_post import HOLE, LAMP, TREE, make_batch
from tests.channels_app.post.post_room import mail_agent

pytestmark = pytest.mark.browser
PAGE = "/agents/courrier/"


@pytest.fixture
def desk(chromium, live_server, transactional_db) -> Iterator[Desk]:
    yield from window(chromium, live_server, viewport={"width": 1440, "height": 900})


def a_batch(*letters: tuple[str, str]):
    """A scan already read; Robert Zimmermann is known to the town by his name and his street."""
    agent = mail_agent(first_name="Claire", last_name="Lemoine")
    address = "5 allée des Tilleuls, 99000 Admiville"
    builders.make_citizen("Zimmermann", "Robert", birth_date=None, email="", phone="", postal_address=address)
    return agent, make_batch(*letters, by=agent)


def test_a_batch_is_registered_letter_after_letter_from_the_keyboard(desk):
    agent, batch = a_batch(TREE, HOLE, LAMP)
    desk.sign_in(agent.email)
    page = desk.open(PAGE)
    page.get_by_role("heading", name="Enregistrer le pli 1").wait_for()
    assert desk.violations() == []
    assert page.get_by_label("Expéditeur").input_value().startswith("Robert Zimmermann")
    assert page.locator("[name=person]:checked").evaluate("one => one.closest('label').innerText").startswith("Robert")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Enregistrer le pli 2").wait_for()
    page.keyboard.press("ArrowDown")
    page.get_by_role("heading", name="Enregistrer le pli 3").wait_for()
    page.keyboard.press("ArrowUp")
    page.get_by_role("heading", name="Enregistrer le pli 2").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Enregistrer le pli 3").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Tout le courrier de ce jour est traité").wait_for()
    assert desk.violations() == []
    filed = PostalItem.objects.filter(batch=batch, state=ItemState.FILED).order_by("rank")
    numbers = list(filed.values_list("arrival_number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]
    assert ServiceRequest.objects.filter(channel=Channel.POST).count() == 3


def test_what_is_typed_survives_the_look_at_another_letter(desk):
    agent, _batch = a_batch(HOLE, LAMP)
    desk.sign_in(agent.email)
    page = desk.open(PAGE)
    page.get_by_label("Objet").fill("Trou devant le 8")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.get_by_role("heading", name="Enregistrer le pli 2").wait_for()
    page.keyboard.press("ArrowUp")
    page.get_by_role("heading", name="Enregistrer le pli 1").wait_for()
    assert page.get_by_label("Objet").input_value() == "Trou devant le 8"


def test_letters_are_joined_split_turned_and_set_aside_by_one_key(desk):
    agent, batch = a_batch(HOLE, LAMP)
    desk.sign_in(agent.email)
    page = desk.open(PAGE)
    page.keyboard.press("ArrowDown")
    page.get_by_role("heading", name="Enregistrer le pli 2").wait_for()
    page.keyboard.press("u")
    page.get_by_text("n’en font plus qu’un").wait_for()
    assert PostalItem.objects.filter(batch=batch).count() == 1
    page.keyboard.press("ArrowRight")
    page.get_by_text("page 2 sur 2").wait_for()
    page.keyboard.press("s")
    page.get_by_text("Pli séparé").wait_for()
    page.keyboard.press("t")
    page.get_by_role("group", name="Texte lu sur le pli").wait_for()
    page.keyboard.press("t")
    page.locator(".post-paper img").wait_for()
    page.keyboard.press("r")
    page.get_by_text("Page tournée").wait_for()
    page.keyboard.press("a")
    page.locator("#motif:focus").wait_for()
    page.keyboard.type("publicité")
    page.keyboard.press("Enter")
    page.get_by_text("Pli mis de côté").wait_for()
    assert PostalItem.objects.filter(batch=batch, state=ItemState.SET_ASIDE, reason="publicité").exists()


def test_single_keys_can_be_switched_off(desk):
    agent, batch = a_batch(HOLE, LAMP)
    desk.sign_in(agent.email)
    page = desk.open(PAGE)
    page.evaluate("localStorage.setItem('grc.raccourcis', 'non')")
    page = desk.open(PAGE)
    for key in ("ArrowDown", "u", "s", "r", "a"):
        page.keyboard.press(key)
    page.get_by_role("heading", name="Enregistrer le pli 1").wait_for()
    assert PostalItem.objects.filter(batch=batch).count() == 2


def test_it_holds_on_a_telephone_without_sideways_scrolling(chromium, live_server, transactional_db):
    agent, _batch = a_batch(HOLE)
    for pocket in window(chromium, live_server, viewport={"width": 360, "height": 740}):
        pocket.sign_in(agent.email)
        for path in (PAGE, PAGE + "?faire=enveloppe", PAGE + "registre/", PAGE + "?texte=1"):
            pocket.open(path)
            assert pocket.page.evaluate("document.documentElement.scrollWidth") <= 360, path
            assert pocket.violations() == []
