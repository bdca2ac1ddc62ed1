"""Presses every button found with values that no page should give; says what came of it."""

from __future__ import annotations

import html
import traceback
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from tests.back_office.hostile.corpus import CORPUS, Nasty
from tests.back_office.hostile.crawl import READ, Form, encoded

FORM = "application/x-www-form-urlencoded"
OURS = ("", "testserver")
SAID = "[role=alert], [role=status], .ds-alert, .ds-error-summary, .ds-validation-message, [aria-invalid=true], h1"


@dataclass(frozen=True)
class Try:
    """One request: the field that lies, and how. ``all``: every other field lies, the one named does not."""

    form: Form
    name: str
    nasty: Nasty
    how: str = "instead"

    def pairs(self) -> list[tuple[str, bytes]]:
        sent = [*self.form.pairs, *([self.form.button] if self.form.button else [])]
        given = [(key, value.encode()) for key, value in sent]
        if self.how == "missing":
            return [(key, value) for key, value in given if key != self.name]
        if self.how == "twice":
            return [*given, (self.name, self.nasty.raw)]
        if self.how == "all":
            return [(key, value if key == self.name else self.nasty.raw) for key, value in given]
        return [(key, value) for key, value in given if key != self.name] + [(self.name, self.nasty.raw)]

    def __str__(self) -> str:
        pressed = self.form.button[1][:20] if self.form.button else ""
        return f"{self.form.method} {self.form.path} [{pressed}] {self.name} {self.how} {self.nasty.name}"


def tries(forms: list[Form], rounds: int = 1) -> Iterator[Try]:
    """One lie for each field, another at each round; a button that has no field of its own, with lies beside it.

    With several rounds each field lies under each button, one after the other and all at once.
    """
    seen: set[tuple[Any, ...]] = set()
    for form in forms:
        button = form.button[0] if form.button else ""
        before = len(seen)
        names = dict.fromkeys([key for key, _value in form.pairs] + ([button] if button else []))
        for name in names:
            place = (*form.key[:3], form.button if rounds > 1 else "", name)
            if place in seen:
                continue
            seen.add(place)
            start = zlib.crc32(repr((form.name, form.key[2], button, name)).encode())
            for turn in range(rounds):
                yield Try(form, name, CORPUS[(start + turn) % len(CORPUS)], _how(start + turn))
        if names and (rounds > 1 or len(seen) == before):
            start = zlib.crc32(repr(form.key[1:3]).encode())
            yield from (Try(form, button, CORPUS[(start + turn) % len(CORPUS)], "all") for turn in range(rounds))


def _how(number: int) -> str:
    return {0: "missing", 1: "twice"}.get(number % 11, "instead")


def unseen(forms: list[Form], paths: dict[str, str]) -> list[Form]:
    """Keys that a view looks for and no form of a page holds."""
    held = {(one.name, one.method): set() for one in forms}
    for one in forms:
        held[one.name, one.method] |= {key for key, _value in one.pairs}
    made = []
    for (name, method), keys in sorted(READ.items()):
        missing = sorted(keys - held.get((name, method), set()) - {"csrfmiddlewaretoken"})
        if missing and name in paths:
            made.append(Form(method, paths[name], name, [(key, "") for key in missing]))
    return made


class Caught:
    """The end of the traceback of the last page that broke."""

    def __init__(self) -> None:
        self.last = ""
        got_request_exception.connect(self._note)

    def _note(self, **_given: Any) -> None:
        # The signal is sent while the error is being handled.
        self.last = "".join(traceback.format_exc().splitlines(keepends=True)[-7:])


def ask(client: Client, one: Try) -> Any:
    """Leaves nothing behind."""
    cache.clear()
    cookies = client.cookies.copy()
    with transaction.atomic():
        if one.form.method == "POST":
            answer = client.post(one.form.path, encoded(one.pairs()), content_type=FORM)
        else:
            answer = client.get(one.form.path, QUERY_STRING=encoded(one.pairs()).decode())
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def wrong_with(one: Try, answer: Any) -> str:
    """Empty when the page is right."""
    if answer.status_code >= 500:
        return "broke"
    if "Location" in answer and urlsplit(answer["Location"]).netloc not in OURS:
        return f"leads to {answer['Location']}"
    if answer.streaming or "html" not in answer.get("Content-Type", ""):
        return ""
    text = answer.content.decode()
    if "<script>alert(1)" in text or "<img src=x onerror" in text:
        return "runs the script"
    if answer.status_code >= 400 and not BeautifulSoup(text, "lxml").select_one(SAID):
        return f"{answer.status_code} without a sentence"
    return _lost(one, answer.status_code, text)


def _lost(one: Try, status: int, text: str) -> str:
    """A form shown again holds the words that were typed in its other fields."""
    if status not in (409, 422):
        return ""
    if one.how == "all":
        return ""
    typed = [
        (key, raw.decode("utf-8", "replace")) for key, raw in one.pairs() if key in one.form.texts and key != one.name
    ]
    plain = html.unescape(text).replace("\r\n", "\n")
    gone = [key for key, value in typed if value and value.replace("\r\n", "\n") not in plain]
    return f"lost {gone}" if gone else ""
