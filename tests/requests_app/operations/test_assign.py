import pytest

from core.errors import Forbidden, IllegalMove, Refused, Stale
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.models import ServiceRequest
from tests.builders import actor, make_agent, make_request

pytestmark = pytest.mark.django_db


def test_a_request_is_given_to_a_colleague_and_its_phase_stays():
    agent, colleague, made = make_agent(), make_agent(), make_request()
    given = operations.assign(made.pk, to_user_id=colleague.pk, by=actor(agent))
    assert (given.assigned_to, given.phase) == (colleague, Phase.RECEIVED)
    assert made.timeline.get(kind=Kind.ASSIGNED).data["user"] == colleague.pk


def test_a_request_can_be_taken_back_from_its_agent():
    agent, made = make_agent(), make_request()
    operations.take(made.pk, by=actor(agent))
    assert operations.assign(made.pk, to_user_id=None, by=actor(agent)).assigned_to is None


@pytest.mark.parametrize("who", ["elsewhere", "gone", "unknown"])
def test_only_an_agent_who_can_see_it_may_be_given_it(who):
    agent, made = make_agent(), make_request()
    others = {"elsewhere": make_agent("voirie").pk, "gone": make_agent(is_active=False).pk, "unknown": 999_999}
    with pytest.raises(Refused, match="ne peut pas voir cette demande"):
        operations.assign(made.pk, to_user_id=others[who], by=actor(agent))


def test_a_confidential_request_is_given_only_to_who_has_the_right():
    inside = make_agent("ccas", "instructeur", "confidentiel")
    outside = make_agent("ccas", "instructeur")
    made = make_request("aide-ccas", answers={})
    with pytest.raises(Refused):
        operations.assign(made.pk, to_user_id=outside.pk, by=actor(inside))
    assert operations.assign(made.pk, to_user_id=inside.pk, by=actor(inside)).assigned_to == inside


def test_an_agent_of_another_service_cannot_assign():
    stranger, made = make_agent("voirie"), make_request()
    with pytest.raises(Forbidden):
        operations.assign(made.pk, to_user_id=stranger.pk, by=actor(stranger))


def test_a_closed_request_cannot_be_assigned():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    with pytest.raises(IllegalMove):
        operations.assign(made.pk, to_user_id=agent.pk, by=actor(agent))


def test_an_old_page_is_refused():
    agent, made = make_agent(), make_request(phase=Phase.IN_PROGRESS)
    with pytest.raises(Stale):
        operations.assign(made.pk, to_user_id=agent.pk, by=actor(agent), revision=0)
    assert ServiceRequest.objects.get(pk=made.pk).assigned_to != agent
