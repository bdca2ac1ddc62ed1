"""Chromium on a living server: an agent of the civil-status service, signed in through the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import builders
from tests.browser.visitor import AXE, TAGS


class Desk:
    """One agent at one window; every page met must have said nothing in the console."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.root + path)
        return self.page

    def sign_in(self, email: str) -> None:
        self.open("/agents/connexion/")
        self.page.get_by_label("Adresse électronique").fill(email)
        self.page.get_by_label("Mot de passe").fill(builders.PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/agents/")

    def violations(self) -> list[str]:
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def window(chromium: Browser, live_server, **options) -> Iterator[Desk]:
    context = chromium.new_context(locale="fr-FR", **options)
    context.set_default_timeout(15_000)
    desk = Desk(context.new_page(), live_server.url)
    yield desk
    context.close()
    assert desk.complaints == []


@pytest.fixture
def desk(chromium, live_server, transactional_db) -> Iterator[Desk]:
    yield from window(chromium, live_server, viewport={"width": 1280, "height": 800})


@pytest.fixture
def plain_desk(chromium, live_server, transactional_db) -> Iterator[Desk]:
    """Without JavaScript."""
    yield from window(chromium, live_server, java_script_enabled=False, viewport={"width": 1280, "height": 800})


@pytest.fixture
def pocket(chromium, live_server, transactional_db) -> Iterator[Desk]:
    yield from window(chromium, live_server, viewport={"width": 360, "height": 740})
