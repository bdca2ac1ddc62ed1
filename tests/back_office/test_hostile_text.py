"""Every field of every page under hostile text: no page breaks, each says why in a sentence, what was typed stays.

Forms are found by walking the pages, keys by watching what the views read: a new address is tried by itself.
``GRC_HOSTILE_ROUNDS=40`` sends the whole corpus to each field.
"""

import os

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from back_office import urls as agents
from portal import urls as people
from tests.back_office.hostile import crawl, fuzz, town
from tests.back_office.hostile.corpus import CORPUS

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]
ROUNDS = int(os.environ.get("GRC_HOSTILE_ROUNDS", "1"))


def plain_addresses() -> list[str]:
    found = []
    for space, patterns in (("back_office", agents.urlpatterns), ("portal", people.urlpatterns)):
        for one in patterns:
            try:
                found.append(reverse(f"{space}:{one.name}"))
            except NoReverseMatch:
                continue
    return found


def test_no_field_of_any_page_breaks_on_hostile_text(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.back_office.hostile.crawl.noting"]
    user, starts = town.build()
    client, caught = town.browser(user), fuzz.Caught()
    found = crawl.look(client, starts + plain_addresses())
    assert not found.broken, caught.last
    forms = list(found.forms.values())
    assert {"desk", "act", "post_in_act", "person_act", "task_act", "split", "absences"} <= {
        one.name.partition(":")[2] for one in forms
    }
    wrong = pressed(client, forms, caught) | pressed(client, fuzz.unseen(forms, found.paths), caught)
    assert not wrong, "\n\n".join(f"{said}: {one}" for said, one in wrong.items())


def pressed(client: Client, forms: list[crawl.Form], caught: fuzz.Caught) -> dict[str, str]:
    """What went wrong, each kind once."""
    wrong: dict[str, str] = {}
    for one in fuzz.tries(forms, ROUNDS):
        said = fuzz.wrong_with(one, fuzz.ask(client, one))
        if said:
            end = caught.last if said == "broke" else ""
            wrong.setdefault(f"{said} {one.form.name} {one.name}", f"{one}\n{end}")
    return wrong


def judged(page: str, status: int = 422, **headers: str) -> str:
    form = crawl.Form("POST", "/", "x", [("nom", "Benhaddou"), ("objet", "Un trou")], None, frozenset({"nom", "objet"}))
    lie = fuzz.Try(form, "nom", next(one for one in CORPUS if one.name == "null byte"))
    return fuzz.wrong_with(lie, HttpResponse(page, status=status, headers=headers))


def test_the_judge_sees_what_is_wrong():
    good = '<p role="alert">Corrigez le nom.</p><input value="Un trou">'
    assert judged(good) == ""
    assert judged(good, 500) == "broke"
    assert judged("<p>Un trou</p>") == "422 without a sentence"
    assert judged(good.replace("trou", "pré")) == "lost ['objet']"
    assert judged(good + "<script>alert(1)</script>") == "runs the script"
    assert judged("", 302, Location="//pirate.example/") == "leads to //pirate.example/"
    assert judged("", 302, Location="/agents/") == ""
