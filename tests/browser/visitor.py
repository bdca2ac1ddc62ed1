"""Somebody in front of a browser, with or without scripts, on a wide or a narrow screen."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Locator, Page, Response

AXE = Path(settings.ROOT) / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MAX_KILOBYTES, MAX_REQUESTS = 200, 25


@dataclass
class Visitor:
    page: Page
    address: str
    scripts: bool
    width: int
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Response | None:
        return self.page.goto(path if path.startswith("http") else self.address + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click()
        self.page.wait_for_load_state()

    def choose(self, label: str, *, opens: str = "") -> None:
        """Chooses an answer; `opens` is the label of a question that must then appear."""
        self.page.get_by_label(label, exact=True).check()
        self._updated(opens)

    def select(self, label: str, value: str, *, opens: str = "") -> None:
        self.page.get_by_label(label).select_option(value)
        self._updated(opens)

    def _updated(self, opens: str) -> None:
        if not opens:
            return
        if not self.scripts:
            self.press("Mettre à jour les questions")
        self.page.locator("#questions").get_by_text(opens).first.wait_for()

    def fill(self, field_id: str, text: str) -> None:
        self.page.locator(f"#f-{field_id}").fill(text)

    def attach(self, path: Path) -> None:
        """Chooses a file; with scripts it leaves at once, without them by its button."""
        self.page.locator("input[type=file]").set_input_files(path)
        if not self.scripts:
            self.press("Ajouter le fichier choisi")
        self.file(path.name).wait_for()

    def file(self, name: str) -> Locator:
        return self.page.locator("li.file[data-stored]", has_text=name)

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def check(self) -> None:
        """No violation of accessibility, nothing wider than the screen. axe needs scripts to run."""
        self.fits()
        if not self.scripts:
            return
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(result => result.violations)", TAGS
        )
        told = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]
        assert not told, f"{self.page.url}\n" + json.dumps(told, indent=1, ensure_ascii=False)

    def fits(self) -> None:
        overflow = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{self.page.url} déborde de {overflow} px"


@dataclass
class Weight:
    """What a page costs: requests, and bytes once compressed as the server in front would."""

    requests: int = 0
    compressed: int = 0

    def add(self, response: Response) -> None:
        self.requests += 1
        body = response.body()
        text = response.headers.get("content-type", "").startswith(("text/", "application/j", "image/svg"))
        self.compressed += len(gzip.compress(body)) if text else len(body)
