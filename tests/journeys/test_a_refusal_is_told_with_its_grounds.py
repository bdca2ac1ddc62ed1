"""A refusal: impossible without grounds, read on the follow-up page with its author and the ways of appeal."""

import pytest

from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests.builders import CIVIL_STATUS, make_agent
from tests.journeys.stage import Agent, Visitor, let_everything_happen, text_of, to

pytestmark = pytest.mark.django_db
LAW = "Code civil, article 101-1, et décret du 6 mai 2017, article 30."
FACT = "L’acte demandé n’a pas été établi à Admiville."


def test_a_refusal_without_grounds_does_not_leave_the_desk_and_one_with_them_does(settings):
    make_agent("etat-civil", email="samira.marchand@admiville.example")
    home = Visitor()
    home.send(home.fill_in("acte-etat-civil", CIVIL_STATUS))
    made = ServiceRequest.objects.get()
    let_everything_happen(settings)

    desk = Agent("samira.marchand@admiville.example")
    words = "Nous ne pouvons pas délivrer cet acte."
    answered = desk.act(made, "decider", outcome="refused", text=words, grounds_law=LAW)
    assert "Indiquez les faits qui conduisent au refus" in answered
    assert words in answered, "what was typed is kept"
    made.refresh_from_db()
    assert made.phase == Phase.RECEIVED

    desk.act(made, "decider", outcome="refused", text=words, grounds_law=LAW, grounds_fact=FACT)
    made.refresh_from_db()
    assert made.phase == Phase.DECIDED

    (announced,) = to(let_everything_happen(settings), "malika.benhaddou@courriel.example")
    assert FACT not in text_of(announced)

    story = Visitor().open(f"/suivi/{made.link_token}/")
    for part in (
        words,
        LAW,
        FACT,
        "Samira Marchand",
        "Officière d’état civil déléguée",
        "tribunal judiciaire",
        "le maire",
    ):
        assert part in story, part
    decision = made.decisions.get()
    assert decision.notified_at is not None
    assert decision.number in desk.read(made)
