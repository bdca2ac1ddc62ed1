import pytest
from django.utils import timezone

from core import calendar
from core.errors import Forbidden, IllegalMove
from messaging.enums import DispatchState
from messaging.models import Dispatch
from requests_app import notifications, operations
from requests_app.enums import Kind
from requests_app.models import ServiceRequest
from tests.builders import actor, make_agent, make_request

pytestmark = pytest.mark.django_db


def came_back(made, key: str = "ack", times: int = 1):
    operations.issue_acknowledgement(made.pk)
    dispatch = Dispatch.objects.get(key=f"{key}:{made.pk}")
    Dispatch.objects.filter(pk=dispatch.pk).update(state=DispatchState.BOUNCED, prepared_at=timezone.now())
    for _time in range(times):
        notifications.raise_the_alert({"dispatch_id": dispatch.pk})
    return ServiceRequest.objects.get(pk=made.pk)


def test_a_message_that_came_back_is_due_today_and_said_once():
    made = came_back(make_request(), times=3)
    assert made.next_due_on == calendar.today(made.commune)
    assert made.last_event_kind == Kind.BOUNCED
    assert made.timeline.filter(kind=Kind.BOUNCED).count() == 1


def test_a_bounce_is_not_told_a_second_time_as_a_failed_sending():
    made = came_back(make_request())
    operations.note_dispatch_failed(Dispatch.objects.get(key=f"ack:{made.pk}").pk)
    assert not made.timeline.filter(kind__in=[Kind.ACK_FAILED, Kind.SENDING_FAILED]).exists()


def test_the_notice_to_the_service_is_no_matter_of_the_person():
    made = make_request()
    dispatch = operations.notify_service(made.pk)
    operations.note_bounce(dispatch.pk)
    made.refresh_from_db()
    assert made.reach_on is None


def test_once_the_person_is_reached_the_date_is_again_that_of_the_request():
    made = make_request()
    before = made.next_due_on
    came_back(made)
    done = operations.mark_reached(made.pk, by=actor(make_agent("etat-civil")))
    assert (done.reach_on, done.next_due_on) == (None, before)
    assert done.timeline.filter(kind=Kind.REACHED).exists()


def test_nothing_to_end_is_refused_and_so_is_another_service():
    made = make_request()
    with pytest.raises(IllegalMove):
        operations.mark_reached(made.pk, by=actor(make_agent("etat-civil")))
    came_back(made)
    with pytest.raises(Forbidden):
        operations.mark_reached(made.pk, by=actor(make_agent("voirie")))
