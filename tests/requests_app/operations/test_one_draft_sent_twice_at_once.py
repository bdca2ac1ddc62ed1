import pytest

from channels_app.operations import file_from_web
from core.models import OutboxEvent
from requests_app.models import Acknowledgement, Draft, ServiceRequest
from tests.builders import CIVIL_STATUS, PORTAL, make_draft, make_request
from tests.racing import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_read_without_lock_would_be_registered_twice():
    """What the lock prevents: both tabs read « not sent yet », both go on."""
    draft, meeting = make_draft(), Meeting(2)

    def careless():
        found = Draft.objects.get(pk=draft.pk)
        meeting.wait()
        return make_request(answers=CIVIL_STATUS) if found.request_id is None else found.request

    at_once(careless, careless)
    assert ServiceRequest.objects.count() == 2


def test_two_tabs_and_a_double_click_give_one_request():
    draft = make_draft()
    results = at_once(*[lambda: file_from_web(draft.pk, by=PORTAL)] * 4)
    assert all(isinstance(result, ServiceRequest) for result in results), results
    assert len({result.pk for result in results}) == 1
    assert ServiceRequest.objects.count() == 1
    assert OutboxEvent.objects.filter(name="request.registered").count() == 1
    assert Acknowledgement.objects.filter(kind="AEE").count() == 1
