"""The windows of the stories told in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser

from tests.browser.back_office.conftest import Desk, window

Enter = Callable[[str], Desk]
_window = contextmanager(window)


@pytest.fixture
def enter(chromium: Browser, live_server, transactional_db) -> Iterator[Enter]:
    """`enter(email)`: this agent, signed in, in a window of their own."""
    with ExitStack() as opened:

        def signed_in(email: str) -> Desk:
            desk = opened.enter_context(_window(chromium, live_server, viewport={"width": 1440, "height": 900}))
            desk.sign_in(email)
            return desk

        yield signed_in
