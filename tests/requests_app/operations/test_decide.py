import pytest

from core.errors import Forbidden, IllegalMove, Refused, Stale
from core.models import OutboxEvent
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.models import Decision
from tests.builders import actor, give, holder, make_agent, make_request

pytestmark = pytest.mark.django_db
LAW = "Code civil, article 101-1 ; décret no 2017-890, article 30."
FACT = "Vous n’avez pas donné les noms des parents de la personne."


def refuse(made, agent, **changes):
    known = {"outcome": "refused", "text": "Nous ne pouvons pas.", "grounds_law": LAW, "grounds_fact": FACT}
    return operations.decide(made.pk, by=actor(agent), **{**known, **changes})


def test_a_granted_decision_is_recorded_with_its_author():
    agent, made = make_agent(), make_request()
    decision = operations.decide(made.pk, outcome="granted", text="Accordée.", by=actor(agent))
    made.refresh_from_db()
    assert (made.phase, made.last_event_kind) == (Phase.DECIDED, Kind.DECIDED)
    assert made.decided_on == decision.decided_on
    assert decision.signature == (
        "Samira Marchand, Officière d’état civil déléguée, Démarches administratives et état civil"
    )
    assert OutboxEvent.objects.get(name="request.decided").payload == {
        "request_id": made.pk,
        "decision_id": decision.pk,
    }


def test_a_refusal_carries_its_grounds_and_the_ways_of_appeal_of_the_procedure():
    decision = refuse(make_request(), make_agent())
    assert (decision.grounds_law, decision.grounds_fact) == (LAW, FACT)
    assert "le maire" in decision.appeal_text
    assert "tribunal judiciaire" in decision.appeal_text


@pytest.mark.parametrize("outcome", ["refused", "partly"])
@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"grounds_law": "", "grounds_fact": " "}, "Un refus se motive"),
        ({"grounds_law": " "}, "motif en droit"),
        ({"grounds_fact": ""}, "motif en fait"),
    ],
)
def test_a_refusal_even_in_part_without_grounds_is_refused(outcome, missing, sentence):
    made = make_request()
    with pytest.raises(Refused, match=sentence):
        refuse(made, make_agent(), outcome=outcome, **missing)
    made.refresh_from_db()
    assert made.phase == Phase.RECEIVED
    assert not Decision.objects.exists()


def test_a_procedure_without_appeal_cannot_refuse():
    made = make_request("signalement-voirie")
    with pytest.raises(Refused, match="voies de recours"):
        refuse(made, make_agent("voirie"))


def test_an_unknown_outcome_or_an_empty_text_is_refused():
    made, agent = make_request(), make_agent()
    with pytest.raises(Refused, match="Choisissez le sens"):
        operations.decide(made.pk, outcome="peut-être", text="x", by=actor(agent))
    with pytest.raises(Refused, match="Écrivez la décision"):
        operations.decide(made.pk, outcome="granted", text=" ", by=actor(agent))


def test_an_author_without_quality_cannot_decide_without_signature():
    with pytest.raises(Refused, match="Votre qualité manque"):
        refuse(make_request(), make_agent(quality=""))


@pytest.mark.parametrize("role", ["accueil", "technicien", "elu", "dpo", "archiviste", "confidentiel"])
def test_only_who_examines_or_heads_the_service_decides(role):
    with pytest.raises(Forbidden):
        refuse(make_request(), make_agent("etat-civil", role))


def test_examining_elsewhere_gives_no_right_to_decide_here():
    agent = make_agent("voirie", "instructeur")
    give(agent, "etat-civil", "accueil")
    with pytest.raises(Forbidden):
        refuse(make_request(), agent)


def test_neither_another_service_nor_the_person_decides():
    made = make_request()
    for by in (actor(make_agent("voirie")), holder(made)):
        with pytest.raises(Forbidden):
            operations.decide(made.pk, outcome="granted", text="Oui.", by=by)


@pytest.mark.parametrize("phase", [Phase.DECIDED, Phase.CLOSED, Phase.WITHDRAWN])
def test_what_is_decided_or_ended_is_not_decided_again(phase):
    made = make_request(phase=phase)
    with pytest.raises(IllegalMove):
        refuse(made, make_agent())


def test_an_old_page_is_refused():
    made = make_request(phase=Phase.IN_PROGRESS)
    with pytest.raises(Stale):
        refuse(made, make_agent(), revision=0)


def test_numbers_follow_each_other_and_a_refused_try_takes_none():
    agent = make_agent()
    first = refuse(make_request(), agent)
    with pytest.raises(Refused):
        refuse(make_request(), agent, grounds_law="")
    second = refuse(make_request(), agent)
    assert first.number.endswith("-00001")
    assert second.number.endswith("-00002")


def test_the_alerts_stop_and_the_request_is_to_be_closed():
    made = make_request()
    refuse(made, make_agent())
    made.refresh_from_db()
    assert made.next_alert_on is None


def test_where_safety_asks_for_it_the_author_has_no_name():
    decision = refuse(make_request(), make_agent(anonymised_as="Agent 4127"))
    assert decision.author_name == "Agent 4127"


def test_a_decision_is_not_read_until_the_link_is_opened():
    made = make_request()
    decision = refuse(made, make_agent())
    assert decision.notified_at is None
    assert operations.mark_decisions_read(made.pk, by=holder(made)) == 1
    assert operations.mark_decisions_read(made.pk, by=holder(made)) == 0
    decision.refresh_from_db()
    assert decision.notified_at is not None
    assert made.timeline.filter(kind=Kind.NOTIFIED).count() == 1
