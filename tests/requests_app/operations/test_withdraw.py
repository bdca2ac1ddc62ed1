import pytest

from core.actor import Actor
from core.errors import Forbidden, IllegalMove, Stale
from core.models import OutboxEvent
from requests_app import operations
from requests_app.enums import Kind, Phase
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db


def test_the_person_gives_it_up_from_the_link():
    made = make_request()
    gone = operations.withdraw(made.pk, by=holder(made))
    assert (gone.phase, gone.last_event_kind) == (Phase.WITHDRAWN, Kind.WITHDRAWN)
    assert gone.closed_on is not None
    assert gone.next_alert_on is None
    assert OutboxEvent.objects.filter(name="request.withdrawn").count() == 1


def test_an_agent_told_by_the_person_may_do_it():
    made = make_request()
    assert operations.withdraw(made.pk, by=actor(make_agent())).phase == Phase.WITHDRAWN


def test_nobody_else_may():
    made, other = make_request(), make_request()
    for by in (holder(other), actor(make_agent("voirie")), Actor.anonymous()):
        with pytest.raises(Forbidden):
            operations.withdraw(made.pk, by=by)


@pytest.mark.parametrize("phase", [Phase.DECIDED, Phase.CLOSED, Phase.WITHDRAWN])
def test_what_is_decided_or_ended_cannot_be_withdrawn(phase):
    made = make_request(phase=phase)
    with pytest.raises(IllegalMove):
        operations.withdraw(made.pk, by=holder(made))


def test_an_old_page_is_refused():
    made = make_request(phase=Phase.IN_PROGRESS)
    with pytest.raises(Stale):
        operations.withdraw(made.pk, by=holder(made), revision=0)
