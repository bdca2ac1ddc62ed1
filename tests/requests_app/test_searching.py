import pytest

from core import search
from core.actor import Actor
from requests_app import operations
from requests_app.models import ServiceRequest
from requests_app.operations import saving
from tests.builders import actor, holder, make_agent, make_request, service

pytestmark = pytest.mark.django_db


def found(words, by):
    return set(search.refs("request", words, by))


@pytest.mark.parametrize(
    "words",
    ["benhaddou", "MALIKA", "malika.benhaddou@courriel.example", "06 39 98 41 27", "tanneurs", "acte naissance"],
)
def test_an_agent_finds_it_by_name_address_phone_and_words(words):
    made = make_request()
    assert found(words, actor(make_agent())) == {made.pk}


def test_an_agent_finds_it_by_its_number():
    first, second = make_request(), make_request()
    assert found(first.number, actor(make_agent())) == {first.pk}
    assert found(second.number, actor(make_agent())) == {second.pk}


def test_another_service_does_not_find_it_until_it_is_rerouted_there():
    made, other = make_request(), make_agent("voirie")
    assert found("benhaddou", actor(other)) == set()
    operations.reroute(made.pk, service_id=service("voirie").pk, reason="Voirie.", by=actor(make_agent()))
    assert found("benhaddou", actor(other)) == {made.pk}


def test_a_confidential_request_is_not_found_without_the_right():
    made = make_request("aide-ccas", answers={})
    assert found(made.number, actor(make_agent("ccas", "responsable"))) == set()
    assert found(made.number, actor(make_agent("ccas", "instructeur", "confidentiel"))) == {made.pk}


def test_a_restricted_request_is_not_found():
    made = make_request()
    made.restriction = "restricted"
    saving.index(made)
    assert found("benhaddou", actor(make_agent())) == set()


def test_what_is_found_is_what_is_seen():
    made = [make_request(), make_request("aide-ccas", answers={}), make_request("signalement-voirie")]
    for agent in (
        make_agent(),
        make_agent("ccas", "instructeur", "confidentiel"),
        make_agent("voirie"),
        make_agent(None),
    ):
        seen = set(ServiceRequest.objects.visible_to(actor(agent)).values_list("pk", flat=True))
        hits = {pk for one in made for pk in found(one.number, actor(agent))}
        assert hits == seen


def test_nobody_but_agents_searches():
    made = make_request()
    for by in (holder(made), Actor.citizen(made.citizen_id), Actor.anonymous()):
        assert found("benhaddou", by) == set()
