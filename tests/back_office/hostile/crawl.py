"""Finds every form of every page by itself: what a new address offers is tried without a line here.

A form found on a page gives valid values; the keys a view reads and no form holds are noted while it reads them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

Pairs = list[tuple[str, str]]
TOKEN = "csrfmiddlewaretoken"
ALIKE = 2
READ: dict[tuple[str, str], set[str]] = defaultdict(set)


class Noting(QueryDict):
    """A form that notes which keys were looked for."""

    where: tuple[str, str] = ("", "")

    def __getitem__(self, key: str) -> Any:
        READ[self.where].add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        READ[self.where].add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        READ[self.where].add(str(key))
        return super().__contains__(key)


def noting(get_response: Any) -> Any:
    """A middleware of the test: the views read through ``Noting``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = name_of(request.path_info)
        request.GET = _noted(request.GET, (name, "GET"))
        if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            request.POST = _noted(request.POST, (name, "POST"))  # type: ignore[misc]
        return get_response(request)

    return middleware


def _noted(given: QueryDict, where: tuple[str, str]) -> Noting:
    made = Noting(mutable=True)
    made.where = where
    for key, values in given.lists():
        made.setlist(key, values)
    made._mutable = False
    return made


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@dataclass
class Form:
    """One way to press one button: its address, its values as the page gave them."""

    method: str
    path: str
    name: str
    pairs: Pairs
    button: tuple[str, str] | None = None
    texts: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[Any, ...]:
        kwargs = tuple(sorted((k, str(v)) for k, v in resolve(self.path).kwargs.items() if not _is_id(str(v))))
        words = tuple(sorted({name for name, _value in self.pairs}))
        return (self.method, self.name, kwargs, words, self.button and (self.button[0], _gist(self.button[1])))


@dataclass
class Found:
    forms: dict[tuple[Any, ...], Form] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def take(self, page: BeautifulSoup, address: str) -> None:
        path = urlsplit(address).path
        self.paths.setdefault(name_of(path), path)
        for form in forms_of(page, address):
            self.forms.setdefault(form.key, form)
            self.paths.setdefault(form.name, form.path)


@dataclass
class Met:
    """Addresses already looked at; of linked ones that differ by a value of their parameters only, a few."""

    shapes: set[tuple[Any, ...]] = field(default_factory=set)
    alike: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def is_new(self, address: str, *, linked: bool) -> bool:
        parts = urlsplit(address)
        name = name_of(parts.path)
        if not name:
            return False
        kwargs = tuple(str(v) for v in resolve(parts.path).kwargs.values() if not _is_id(str(v)))
        asked = sorted((key, _gist(value)) for key, value in parse_qsl(parts.query))
        shape, kind = (name, kwargs, tuple(asked)), (name, kwargs, tuple(key for key, _value in asked))
        if shape in self.shapes:
            return False
        self.shapes.add(shape)
        self.alike[kind] += 1
        return not linked or self.alike[kind] <= ALIKE


_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d+")


def _is_id(text: str) -> bool:
    return bool(_ID.fullmatch(text))


def _gist(value: str) -> str:
    return "" if _is_id(value) else value


def look(client: Client, starts: list[str], *, depth: int = 2) -> Found:
    """Follows links and forms of the pages."""
    found, met, waiting = Found(), Met(), [(start, 0) for start in starts]
    while waiting:
        address, level = waiting.pop(0)
        if not met.is_new(address, linked=level > 0):
            continue
        answer = get(client, address)
        if answer.status_code >= 500:
            found.broken.append(address)
        if answer.status_code in (301, 302):
            waiting.append((urljoin(address, answer["Location"]), level))
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        page = BeautifulSoup(answer.content, "lxml")
        found.take(page, address)
        if level < depth:
            waiting += [(urljoin(address, link), level + 1) for link in _leads(page)]
    return found


def _leads(page: BeautifulSoup) -> list[str]:
    linked = [str(one["href"]) for one in page.find_all("a", href=True)]
    return linked + [str(one["src"]) for one in page.find_all(["img", "iframe"], src=True)]


def get(client: Client, address: str) -> Any:
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    return answer


def forms_of(page: BeautifulSoup, address: str) -> Iterator[Form]:
    for tag in page.find_all("form"):
        method = str(tag.get("method", "get")).upper()
        if method == "DIALOG":
            continue
        pairs, texts = _pairs(tag, page)
        yield from _while_typing(tag, page, pairs, address)
        buttons = [one for one in _owned(tag, page, ["button"]) if one.get("type", "submit") == "submit"]
        for button in buttons or [None]:
            target = urljoin(address, str((button and button.get("formaction")) or tag.get("action") or address))
            path = urlsplit(target).path
            name = name_of(path)
            pressed = (str(button["name"]), str(button.get("value", ""))) if button and button.get("name") else None
            if name:
                yield Form(method, path, name, pairs, pressed, frozenset(texts))


def _while_typing(tag: Tag, page: BeautifulSoup, pairs: Pairs, address: str) -> Iterator[Form]:
    """What htmx asks before any button is pressed."""
    for one in [tag, *_owned(tag, page, ["button", "input", "select", "textarea", "div", "fieldset"])]:
        for verb in ("get", "post"):
            path = urlsplit(urljoin(address, str(one.get(f"hx-{verb}") or ""))).path
            if one.get(f"hx-{verb}") and name_of(path):
                yield Form(verb.upper(), path, name_of(path), pairs)


def _owned(tag: Tag, page: BeautifulSoup, names: list[str]) -> list[Tag]:
    inside = tag.find_all(names)
    afar = page.find_all(names, attrs={"form": tag["id"]}) if tag.get("id") else []
    return [one for one in inside if not one.get("form") or one.get("form") == tag.get("id")] + [
        one for one in afar if one not in inside
    ]


def _pairs(tag: Tag, page: BeautifulSoup) -> tuple[Pairs, set[str]]:
    """Every field, ticked or not once, and which of them are typed in."""
    pairs: Pairs = []
    texts: set[str] = set()
    for one in _owned(tag, page, ["input", "select", "textarea"]):
        name, kind = str(one.get("name") or ""), str(one.get("type") or "text")
        if not name or name == TOKEN or kind in ("submit", "image", "reset", "file"):
            continue
        if kind in ("radio", "checkbox") and name in dict(pairs):
            continue
        pairs.append((name, _value(one)))
        if one.name == "textarea" or (one.name == "input" and kind in ("text", "search", "tel", "email")):
            texts.add(name)
    return pairs, texts


def _value(one: Tag) -> str:
    if one.name == "textarea":
        return one.get_text().lstrip("\n")
    if one.name != "select":
        return str(one.get("value") or ("on" if one.get("type") == "checkbox" else ""))
    options = one.find_all("option")
    chosen = next((o for o in options if o.has_attr("selected")), None)
    filled = next((o for o in options if o.get("value")), None)
    picked = chosen if chosen is not None and chosen.get("value") else filled
    return str(picked.get("value", "")) if picked is not None else ""


def encoded(pairs: list[tuple[str, bytes]]) -> bytes:
    return b"&".join(f"{quote_from_bytes(k.encode())}={quote_from_bytes(v)}".encode() for k, v in pairs)
