"""A letter for the social service is registered by its envelope and handed over shut: only its service knows of it."""

from __future__ import annotations

import datetime as dt

import pytest

from channels_app.models import PostalItem
from channels_app.post.enums import Unopened
from core import calendar, search
from organisation.enums import Role
from tests.builders import actor, give, make_agent, make_town, service
from tests.journeys.forms import page_of, submit, words
from tests.journeys.stage import Agent

pytestmark = pytest.mark.django_db
MAIL, REGISTER = "/agents/courrier/", "/agents/courrier/registre/"
CLAIRE, NADIA = "claire@admiville.example", "nadia@admiville.example"


def test_only_its_service_knows_who_wrote(settings):
    desk = make_agent("accueil", Role.COUNTER, email=CLAIRE, first_name="Claire", last_name="Lemoine")
    social = make_agent("ccas", Role.HANDLER, email=NADIA, first_name="Nadia", last_name="Roussel")
    give(social, "ccas", Role.CONFIDENTIAL)
    claire, nadia = Agent(CLAIRE), Agent(NADIA)
    year = calendar.today(make_town()).year

    shut = page_of(claire, MAIL + "?faire=enveloppe")
    assert "s’enregistre par son enveloppe" in words(shut)
    forgotten = submit(claire, shut, "[name=unopened]", unopened=Unopened.SOCIAL, sender="Solange Petit")
    assert "service" in words(forgotten.select_one("[role=alert]"))
    assert forgotten.select_one("[name=sender]")["value"] == "Solange Petit", "what was typed is still there"
    assert not PostalItem.objects.exists(), "a refusal takes no number"

    yesterday = calendar.today(make_town()) - dt.timedelta(days=1)
    typed = {
        "service": str(service("ccas").pk), "postmarked_on": yesterday.isoformat(),
        "registered_letter": "1A 234 567 8901 2",
    }  # fmt: skip
    done = submit(claire, forgotten, "[name=unopened]", **typed)
    assert f"A-{year}-000001 enregistré par son enveloppe : à remettre fermé" in words(done)
    submit(claire, forgotten, "[name=unopened]", **typed)
    kept = PostalItem.objects.get()
    assert (kept.service.code, kept.unopened, kept.pages.count()) == ("ccas", "social", 0)
    assert (kept.postmarked_on, kept.registered_letter) == (yesterday, "1A23456789012")

    # From now on Claire, who held the envelope, finds nothing of it; its service does.
    for address in (MAIL, REGISTER, f"{MAIL}?mots=Solange", "/agents/?q=Solange&vue=toutes"):
        html = str(page_of(claire, address))
        assert "Petit" not in html, address
        assert str(kept.public_id) not in html, address
    assert claire.client.get(f"{MAIL}?pli={kept.public_id}").content.decode().count("Petit") == 0
    assert "Solange Petit" in words(page_of(nadia, REGISTER))
    assert "Solange Petit" in words(page_of(nadia, f"{MAIL}?pli={kept.public_id}"))
    assert search.refs("postal_item", "Solange", actor(social)).exists()
    assert not search.refs("postal_item", "Solange", actor(desk)).exists()

    # The next letter takes the next number: the register has no gap, whoever reads it.
    other = page_of(claire, MAIL + "?faire=enveloppe")
    done = submit(claire, other, "[name=unopened]", unopened="", sender="Électricité d’Adme", subject="Facture")
    assert f"A-{year}-000002" in words(done)
    assert "Électricité d’Adme" in words(page_of(claire, REGISTER))
