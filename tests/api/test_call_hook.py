import datetime as dt

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from channels_app.models import PhoneCall, PhoneEvent
from core import calendar
from tests.api.hooks import ADDRESS, NEW_CALL, post
from tests.builders import make_agent, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town(db):
    make_town()


def test_a_signed_call_is_taken_and_rings_at_its_agent():
    agent = make_agent("accueil", "accueil", phone_extension="214")
    answer = post()
    assert (answer.status_code, answer.json()) == (200, {"status": "taken"})
    call = PhoneCall.objects.get()
    assert (call.caller, call.line, call.agent, call.state) == ("+33639982760", "+33199004100", agent, "ringing")


def test_a_replay_answers_duplicate_and_does_nothing():
    post()
    again = post()
    assert (again.status_code, again.json()) == (200, {"status": "duplicate"})
    assert (PhoneCall.objects.count(), PhoneEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize("header", ["", "t=1,v1=00", "v1=" + "0" * 64, "n’importe quoi", "t=9999999999,v1=" + "0" * 64])
def test_a_bad_signature_is_refused_with_a_sentence(header):
    answer = post(header=header)
    assert answer.status_code == 403
    assert "signature" in answer.json()["detail"]
    assert not PhoneCall.objects.exists()


def test_another_secret_and_an_old_signature_are_refused():
    assert post(secret="x" * 40).status_code == 403
    assert post(at=calendar.now() - dt.timedelta(minutes=6)).status_code == 403
    assert post(at=calendar.now() + dt.timedelta(minutes=6)).status_code == 403


@pytest.mark.parametrize("body", [b"{", b"[]", {**NEW_CALL, "event": "ring"}, {**NEW_CALL, "callId": "\ud800"}])
def test_a_body_that_says_nothing_is_refused_with_a_sentence(body):
    answer = post(body)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_body_of_more_than_16_kilobytes_is_refused_unread():
    assert post(b" " * (16 * 1024 + 1)).status_code == 413
    assert post(b" " * (16 * 1024)).status_code == 400


def test_who_signs_badly_again_and_again_is_slowed_down_and_who_signs_well_is_not():
    statuses = [post(header="t=1,v1=00").status_code for _try in range(21)]
    assert statuses[:20] == [403] * 20
    assert statuses[20] == 429
    assert post().status_code == 200


def test_without_secret_the_door_does_not_exist(settings):
    settings.GRC_CTI_SECRET = ""
    assert post(secret="quelconque").status_code == 404


def test_no_session_is_opened_and_a_page_asked_there_is_refused(client):
    post()
    assert not Session.objects.exists()
    assert client.get(ADDRESS).status_code == 405


def test_the_secret_of_the_tests_is_long_enough_for_production():
    assert len(settings.GRC_CTI_SECRET) >= 32
