"""Where requests go and why; which moves are offered."""

from types import SimpleNamespace

import pytest

from procedures import circuits
from procedures.form_engine.loading import load_definition
from procedures.operations.import_procedures import CATALOGUE
from procedures.routing import route
from tests.procedures.builders import definition, field


@pytest.fixture(scope="module")
def street_report():
    path = CATALOGUE / "signalement-voirie.yaml"
    return load_definition(path.read_text("utf-8"), path.name)


def report(category="eclairage", **more):
    return {"categorie": category, "danger": False, "lieu": {"words": "rue des Tanneurs"}, "suivi": "anonyme"} | more


def located(code="nord", name="Nord"):
    return SimpleNamespace(ward=SimpleNamespace(code=code, name=name), street=None, reason="rue des Tanneurs")


NOWHERE = SimpleNamespace(ward=None, street=None, reason="adresse non reconnue parmi les rues de la commune")


def test_category_and_ward_decide_and_are_told(street_report):
    found = route(street_report, report(), located())
    assert (found.service_code, found.team) == ("voirie", "Équipe rive nord")
    assert found.reason == "catégorie Éclairage public, quartier Nord"
    assert route(street_report, report(), located("sud", "Sud")).team == "Équipe rive sud"


def test_an_unplaced_address_goes_to_the_service_of_its_category_and_says_so(street_report):
    found = route(street_report, report(), NOWHERE)
    assert (found.service_code, found.team) == ("voirie", "")
    assert "lieu non situé (adresse non reconnue parmi les rues de la commune)" in found.reason
    assert found.reason.endswith("service de la catégorie")


def test_a_danger_comes_first(street_report):
    assert route(street_report, report(danger=True), located()).priority == "high"
    assert route(street_report, report("bruit", danger=True), located()).service_code == "citoyennete"


def test_without_a_rule_the_service_of_the_procedure():
    found = route(definition([field("a")]), {"a": "x"})
    assert (found.service_code, found.reason, found.priority) == ("accueil", "service de la démarche", "normal")


def test_a_rule_may_read_the_channel():
    rules = [{"when": {"field": "channel", "op": "eq", "value": "post"}, "service": "voirie", "reason": "courrier"}]
    whole = definition([field("a")], routing=rules)
    assert route(whole, {}, None, "post").service_code == "voirie"
    assert route(whole, {}, None, "web").service_code == "accueil"


def test_a_hidden_answer_does_not_route():
    second = field("b", when={"field": "a", "op": "eq", "value": "oui"})
    rules = [{"when": {"field": "b", "op": "eq", "value": "x"}, "service": "voirie", "reason": "b"}]
    whole = definition([field("a"), second], routing=rules)
    assert route(whole, {"a": "non", "b": "x"}).service_code == "accueil"


def test_the_reason_of_a_confidential_procedure_tells_no_answer():
    rules = [{"reason": "demande {a}"}]
    whole = definition([field("a")], routing=rules, confidential=True)
    assert route(whole, {"a": "expulsion demain"}).reason == "demande"


def test_the_default_circuit_has_one_step_for_each_phase():
    from requests_app.enums import Phase

    assert {step.phase for step in circuits.steps(circuits.DEFAULT)} == set(Phase.values)
    assert len(circuits.steps(circuits.DEFAULT)) == len(Phase.values)
    assert circuits.first_step(circuits.DEFAULT) == Phase.RECEIVED


def test_every_offered_move_is_an_action_that_requests_know():
    from requests_app.enums import Action, Phase

    for phase in Phase.values:
        assert {move.action for move in circuits.offered(circuits.DEFAULT, phase, phase)} <= set(Action.values)


def test_one_move_at_most_is_the_filled_button_of_a_step():
    for step in circuits.steps(circuits.DEFAULT):
        moves = circuits.offered(circuits.DEFAULT, step.code, step.phase)
        assert sum(move.primary for move in moves) <= 1


def test_offered_moves_follow_the_step():
    received = {move.code for move in circuits.offered(circuits.DEFAULT, "received", "received")}
    assert {"take", "assign", "reroute", "reply", "note", "ask", "decide", "close"} <= received
    assert "reopen" not in received
    assert {move.code for move in circuits.offered(circuits.DEFAULT, "closed", "closed")} == {"note", "reopen"}


def test_an_unknown_step_is_read_as_the_first_of_its_phase():
    assert circuits.offered(circuits.DEFAULT, "disparue", "closed") == circuits.offered(
        circuits.DEFAULT, "closed", "closed"
    )
    assert circuits.step_for(circuits.DEFAULT, "decided") == "decided"
