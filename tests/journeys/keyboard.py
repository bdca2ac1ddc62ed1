"""Two hands on a keyboard: no mouse in these stories. Every key is counted."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

HERE = "wanted => document.activeElement.matches(wanted)"


class Hands:
    """What one person types in one window."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.started = page, 0, time.monotonic()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=5)
        self.count += len(text)

    def at(self, selector: str) -> None:
        """The keyboard is already there."""
        expect(self.page.locator(selector)).to_be_focused()

    def go_to(self, selector: str, *, most: int = 90) -> None:
        """By the tabulation key, as somebody who sees where the focus is."""
        for _turn in range(most):
            if self.page.evaluate(HERE, selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not within {most} tabulations on {self.page.url}")

    def fill(self, selector: str, text: str) -> None:
        self.go_to(selector)
        self.type(text)

    def tick(self, selector: str) -> None:
        """A box, or one answer of several: the page may ask more afterwards."""
        self.go_to(selector)
        self.press("Space")
        self.page.wait_for_load_state("networkidle")

    def enter(self, *, leaves: bool = True) -> None:
        """The key, and the page it leads to."""
        if not leaves:
            return self.press("Enter")
        with self.page.expect_navigation():
            self.press("Enter")
        return None

    def push(self, selector: str, *, leaves: bool = True) -> None:
        """A button or a link, once the focus is on it."""
        self.go_to(selector)
        self.enter(leaves=leaves)

    def told(self) -> str:
        return f"{self.count} touches, {time.monotonic() - self.started:.0f} s"
