import pytest

from core.errors import IllegalMove
from requests_app import operations
from requests_app.enums import Kind
from requests_app.querysets import ServiceRequestQuerySet
from tests.builders import actor, make_agent, make_request
from tests.racing import Meeting, at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def _close_together(count):
    made = make_request()
    agents = [make_agent() for _one in range(count)]
    calls = [
        lambda agent=agent: operations.close(made.pk, answer="Votre acte est parti.", by=actor(agent))
        for agent in agents
    ]
    return made, at_once(*calls)


def test_without_the_lock_both_close_and_the_person_gets_two_answers(monkeypatch):
    meeting = Meeting(2)

    def unlocked(self, pk):
        found = self.get(pk=pk)
        meeting.wait()
        return found

    monkeypatch.setattr(ServiceRequestQuerySet, "locked", unlocked)
    made, results = _close_together(2)
    assert not refusals(results)
    assert made.timeline.filter(kind=Kind.CLOSED).count() == 2


def test_with_the_lock_one_closes_and_the_others_are_told():
    made, results = _close_together(4)
    assert [type(refusal) for refusal in refusals(results)] == [IllegalMove] * 3
    assert made.timeline.filter(kind=Kind.CLOSED).count() == 1
    assert made.messages.count() == 1
