import pytest

from core.errors import Forbidden, IllegalMove, Refused, Stale
from core.models import OutboxEvent
from requests_app import operations
from requests_app.enums import Kind, Phase
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db
ANSWER = "Votre acte est parti ce matin."


@pytest.mark.parametrize("phase", [Phase.RECEIVED, Phase.IN_PROGRESS, Phase.WAITING_PERSON, Phase.DECIDED])
def test_an_open_request_closes_with_an_answer(phase):
    agent, made = make_agent(), make_request(phase=phase)
    closed = operations.close(made.pk, answer=ANSWER, by=actor(agent))
    assert (closed.phase, closed.last_event_kind) == (Phase.CLOSED, Kind.CLOSED)
    assert closed.closed_on is not None
    assert made.messages.latest("pk").text == ANSWER
    assert OutboxEvent.objects.filter(name="request.closed").count() == 1


def test_no_request_ends_in_silence():
    agent, made = make_agent(), make_request()
    with pytest.raises(Refused, match="ne se clôt pas sans réponse"):
        operations.close(made.pk, answer="  ", by=actor(agent))


def test_an_agent_of_another_service_cannot_close():
    made = make_request()
    with pytest.raises(Forbidden):
        operations.close(made.pk, answer=ANSWER, by=actor(make_agent("voirie")))


def test_the_person_cannot_close():
    made = make_request()
    with pytest.raises(Forbidden):
        operations.close(made.pk, answer=ANSWER, by=holder(made))


def test_a_closed_request_cannot_be_closed_again():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    with pytest.raises(IllegalMove):
        operations.close(made.pk, answer=ANSWER, by=actor(agent))


def test_an_old_page_is_refused():
    agent, made = make_agent(), make_request(phase=Phase.IN_PROGRESS)
    with pytest.raises(Stale):
        operations.close(made.pk, answer=ANSWER, by=actor(agent), revision=0)


def test_the_clocks_have_nothing_more_to_say():
    agent, made = make_agent(), make_request()
    assert made.next_alert_on is not None
    assert operations.close(made.pk, answer=ANSWER, by=actor(agent)).next_alert_on is None
