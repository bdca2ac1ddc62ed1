"""A citizen without JavaScript: reads the forms of the portal's pages and posts them, as a browser would."""

from __future__ import annotations

import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class Page:
    url: str
    soup: BeautifulSoup


class Visitor:
    """Retries what a person would try again: an error page or a connection that breaks."""

    def __init__(self, root: str, address: str) -> None:
        self.root = root
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.opener.addheaders = [("X-Forwarded-For", address)]

    def get(self, path: str) -> Page:
        return self._open(urllib.parse.urljoin(self.root, path), None)

    def submit(self, page: Page, form: Tag, answers: dict[str, str]) -> Page:
        """Posts a form with what it already holds, the answers it asks for, and its main button."""
        target = urllib.parse.urljoin(page.url, form.get("action") or "")
        fields = self._fields(form, answers)
        return self._open(target, urllib.parse.urlencode(fields).encode())

    def _fields(self, form: Tag, answers: dict[str, str]) -> list[tuple[str, str]]:
        fields: list[tuple[str, str]] = []
        for control in form.select("input[name], textarea[name], select[name]"):
            name, kind = control["name"], control.get("type", "")
            if kind in ("file", "submit", "button") or control.has_attr("disabled"):
                continue
            if kind in ("radio", "checkbox"):
                chosen = control.get("value", "on") == answers[name] if name in answers else control.has_attr("checked")
                if chosen:
                    fields.append((name, control.get("value", "on")))
                continue
            held = control.get_text() if control.name == "textarea" else control.get("value", "")
            fields.append((name, answers.get(name, held)))
        button = form.select_one("button[name]")
        if button:
            fields.append((button["name"], button.get("value", "")))
        return fields

    def file(self, procedure: str, answers: dict[str, str]) -> Page:
        """Starts a procedure, answers its pages and sends it; the confirmation page."""
        page = self.get(f"/demarches/{procedure}/")
        page = self.submit(page, page.soup.select_one(f'form[action$="/{procedure}/commencer/"]'), {})
        for _step in range(12):
            form = page.soup.select_one("form[data-draft]") or page.soup.select_one("form[data-once]")
            if form is None:
                return page
            page = self.submit(page, form, answers)
        raise RuntimeError(f"{page.url}: {page.soup.get_text(' ', strip=True)[:500]}")

    def _open(self, url: str, body: bytes | None) -> Page:
        for attempt in range(20):
            try:
                with self.opener.open(url, body, timeout=30) as answer:
                    return Page(answer.url, BeautifulSoup(answer.read(), "html.parser"))
            except urllib.error.HTTPError as error:
                if error.code < 500 or attempt == 19:
                    raise RuntimeError(f"{error.code} {url}: {error.read()[:300]!r}") from error
            except OSError:
                if attempt == 19:
                    raise
            time.sleep(0.5)
        raise AssertionError("unreachable")
