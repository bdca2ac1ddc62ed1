import pytest

from core.errors import Forbidden, IllegalMove, Refused, Stale
from core.models import OutboxEvent
from requests_app import operations
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from requests_app.reading import next_step
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db
TEXT = "En quelle année le mariage a-t-il eu lieu ?"


def test_the_request_waits_for_the_person_who_is_told_what_to_do():
    agent, made = make_agent(), make_request()
    message = operations.ask(made.pk, text=TEXT, by=actor(agent))
    made.refresh_from_db()
    step = next_step(made)
    assert made.phase == Phase.WAITING_PERSON
    assert step.yours
    assert step.question == message
    assert OutboxEvent.objects.filter(name="request.asked").count() == 1


def test_a_friendly_question_touches_no_clock():
    agent, made = make_agent(), make_request()
    before = ServiceRequest.objects.values(
        "rejection_due", "acceptance_due", "ar_due_on", "next_due_on", "next_alert_on"
    )
    dates = before.get(pk=made.pk)
    operations.ask(made.pk, text=TEXT, by=actor(agent))
    assert before.get(pk=made.pk) == dates


def test_asking_again_is_possible_while_waiting():
    agent, made = make_agent(), make_request(phase=Phase.WAITING_PERSON)
    operations.ask(made.pk, text=TEXT, by=actor(agent))
    assert made.messages.filter(asks=True, answered_at__isnull=True).count() == 2


def test_an_empty_question_is_refused():
    agent, made = make_agent(), make_request()
    with pytest.raises(Refused, match="Écrivez ce que vous demandez"):
        operations.ask(made.pk, text="", by=actor(agent))


@pytest.mark.parametrize("phase", [Phase.DECIDED, Phase.CLOSED, Phase.WITHDRAWN])
def test_nothing_is_asked_once_decided_or_ended(phase):
    agent, made = make_agent(), make_request(phase=phase)
    with pytest.raises(IllegalMove):
        operations.ask(made.pk, text=TEXT, by=actor(agent))


def test_neither_another_service_nor_the_person_asks():
    made = make_request()
    for by in (actor(make_agent("voirie")), holder(made)):
        with pytest.raises(Forbidden):
            operations.ask(made.pk, text=TEXT, by=by)


def test_an_old_page_is_refused():
    agent, made = make_agent(), make_request(phase=Phase.IN_PROGRESS)
    with pytest.raises(Stale):
        operations.ask(made.pk, text=TEXT, by=actor(agent), revision=0)
