import pytest

from core.errors import Forbidden, IllegalMove, Stale
from core.models import OutboxEvent
from requests_app import operations
from requests_app.enums import Kind, Phase
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db


def test_taking_a_new_request_begins_the_work():
    agent, made = make_agent(), make_request()
    taken = operations.take(made.pk, by=actor(agent))
    assert (taken.phase, taken.assigned_to) == (Phase.IN_PROGRESS, agent)
    assert taken.current_step == "in_progress"
    assert OutboxEvent.objects.filter(name="request.assigned").count() == 1


def test_taking_a_request_that_waits_for_the_person_leaves_it_waiting():
    agent = make_agent()
    made = make_request(phase=Phase.WAITING_PERSON)
    assert operations.take(made.pk, by=actor(agent)).phase == Phase.WAITING_PERSON


def test_a_colleague_may_take_over():
    first, second, made = make_agent(), make_agent(first_name="Claire"), make_request()
    operations.take(made.pk, by=actor(first))
    assert operations.take(made.pk, by=actor(second)).assigned_to == second


def test_an_agent_of_another_service_cannot_take():
    made = make_request()
    with pytest.raises(Forbidden):
        operations.take(made.pk, by=actor(make_agent("voirie")))
    made.refresh_from_db()
    assert made.phase == Phase.RECEIVED


def test_the_person_cannot_take():
    made = make_request()
    with pytest.raises(Forbidden):
        operations.take(made.pk, by=holder(made))


def test_a_closed_request_cannot_be_taken():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    with pytest.raises(IllegalMove, match="n’est plus en cours"):
        operations.take(made.pk, by=actor(agent))


def test_a_page_shown_before_a_colleague_acted_is_refused_and_says_who_did_what():
    agent, colleague, made = make_agent(), make_agent(first_name="Claire", last_name="Lemoine"), make_request()
    operations.take(made.pk, by=actor(colleague), revision=made.revision)
    with pytest.raises(Stale, match="Prise en charge » par Claire Lemoine"):
        operations.take(made.pk, by=actor(agent), revision=made.revision)


def test_the_story_says_who_took_it():
    agent, made = make_agent(), make_request()
    operations.take(made.pk, by=actor(agent))
    entry = made.timeline.get(kind=Kind.TAKEN)
    assert (entry.actor_kind, entry.actor_ref) == ("agent", str(agent.pk))
    assert entry.visible_to_citizen
