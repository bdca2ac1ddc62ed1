"""A form sent as a browser sends it: everything it holds, what the person changed, and the button that was pressed."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag

from tests.journeys.stage import Visitor, plain


def page_of(visitor: Visitor, address: str) -> BeautifulSoup:
    answer = visitor.client.get(address, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    visitor.address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    return BeautifulSoup(answer.content.decode(), "html.parser")


def words(page: BeautifulSoup | Tag) -> str:
    return plain(page.get_text(" "))


def submit(visitor: Visitor, page: BeautifulSoup, selector: str, **typed: Any) -> BeautifulSoup:
    """The first form that ``selector`` finds (the form itself, or something in it); gives the page it leads to."""
    found = page.select_one(selector)
    assert found is not None, f"no {selector}: {words(page)[:600]}"
    form = found if found.name == "form" else found.find_parent("form")
    data = {**held(form), **typed}
    if found.name == "button" and found.get("name"):
        data[found["name"]] = found.get("value", "")
    address = form.get("action") or visitor.address
    send = visitor.client.get if form.get("method", "get").lower() == "get" else visitor.client.post
    answer = send(address, {key: value for key, value in data.items() if value is not None}, follow=True)
    assert answer.status_code in (200, 409, 422), (address, answer.status_code)
    visitor.address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    return BeautifulSoup(answer.content.decode(), "html.parser")


def held(form: Tag) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "")
        off = kind in ("radio", "checkbox") and not field.has_attr("checked")
        if not name or off or kind in ("file", "submit"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            sent[name] = chosen.get("value", "") if chosen else ""
        else:
            sent[name] = field.text if field.name == "textarea" else field.get("value", "")
    return sent
