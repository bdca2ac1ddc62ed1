"""The receipts of text messages: signed, bounded, played again without harm."""

import json

import pytest
from django.conf import settings
from django.test import Client

from api.signatures import sign
from core import calendar
from messaging import operations
from messaging.enums import DispatchState, Outcome
from messaging.models import Dispatch
from tests.messaging import envelopes

pytestmark = pytest.mark.django_db
ADDRESS = "/sms/recus/"


@pytest.fixture
def text() -> Dispatch:
    dispatch = envelopes.envelope(
        "text:1", kind="notice", template="sms-la-mairie-vous-a-ecrit", channel="sms", to_address="0639984127",
        variables={"ville": "Admiville"},
    )  # fmt: skip
    operations.prepare(dispatch.pk)
    operations.claim(1, channel="sms")
    return operations.settle(dispatch.pk, Outcome.SENT, transport="http", provider_ref="abc-1")


def post(body, *, secret=""):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signed = sign(raw, secret=secret or settings.GRC_SMS_RECEIPT_SECRET, at=calendar.now())
    client = Client(enforce_csrf_checks=True)
    headers = {"X-GRC-Signature": signed}
    return client.generic("POST", ADDRESS, raw, content_type="application/json", headers=headers)


def test_a_receipt_is_taken_and_played_again_changes_nothing(text):
    answers = [post({"id": "abc-1", "event": "delivered"}) for _turn in range(3)]
    assert [(one.status_code, one.json()["status"]) for one in answers] == [(200, "taken")] * 3
    text.refresh_from_db()
    assert (text.state, text.delivered_at is not None) == (DispatchState.SENT, True)


def test_a_failure_is_an_alert(text):
    assert post({"id": "abc-1", "event": "failed"}).status_code == 200
    text.refresh_from_db()
    assert text.state == DispatchState.BOUNCED


def test_an_unknown_message_is_accepted_and_left(text):
    assert post({"id": "autre", "event": "delivered"}).status_code == 202


def test_another_secret_is_refused(text):
    assert post({"id": "abc-1", "event": "failed"}, secret="x" * 40).status_code == 403
    text.refresh_from_db()
    assert text.state == DispatchState.SENT


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "« id » manque"),
        (b"[]", "« id » manque"),
        ({"event": "delivered"}, "« id » manque"),
        ({"id": "x" * 101, "event": "delivered"}, "100 caractères"),
        ({"id": "a\x00b", "event": "delivered"}, "« id »"),
        ({"id": True, "event": "delivered"}, "« id »"),
        ({"id": "abc-1", "event": "lu"}, "delivered"),
        ({"id": "abc-1"}, "delivered"),
        (b"[" * 5000, "« id »"),
    ],
)
def test_what_is_not_a_receipt_is_told_in_words(body, said):
    answer = post(body)
    assert answer.status_code == 400
    assert said in answer.json()["detail"].replace("\u00a0", " ")


def test_without_its_secret_the_door_does_not_exist(settings):
    raw = post({"id": "abc-1", "event": "delivered"})
    assert raw.status_code == 202
    settings.GRC_SMS_RECEIPT_SECRET = ""
    assert Client().post(ADDRESS, b"{}", content_type="application/json").status_code == 404
