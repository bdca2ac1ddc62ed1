"""The two hooks under forged, replayed, deformed and heavy posts: never an error page, never a second effect."""

import datetime as dt
import json
import threading

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from api.signatures import sign
from channels_app.models import PhoneCall, PhoneEvent
from core import calendar
from tests import builders
from tests.api.hooks import ADDRESS, NEW_CALL, post

TEXTS = "/sms/recus/"


@pytest.fixture(autouse=True)
def _town(db):
    builders.make_town()


def stamp(**ahead: int) -> str:
    return str(int((calendar.now() + dt.timedelta(**ahead)).timestamp()))


def good(body: bytes, name: str = "GRC_CTI_SECRET") -> str:
    return sign(body, secret=getattr(settings, name), at=calendar.now())


BODY = json.dumps(NEW_CALL).encode()
FORGED = (
    "", " ", ",", "=", "t=,v1=", "v1=" + "0" * 64, "t=0,v1=" + "0" * 64, "t=-1,v1=" + "0" * 64,
    "t=99999999999999999999,v1=" + "0" * 64, "t=٣٣٣,v1=" + "0" * 64, "t=1e9,v1=" + "0" * 64,
    "x" * 60_000, "t=1," * 2000, "v1=," * 2000, "é" * 40, "t=\u202e1,v1=" + "a" * 64, "t=1;v1=" + "a" * 64,
    "v2=" + "a" * 64, "t=1,v1=" + "０" * 64,
)  # fmt: skip


@pytest.mark.parametrize("header", FORGED)
def test_a_forged_header_is_refused_without_a_trace(header):
    assert post(NEW_CALL, header=header).status_code == 403
    assert not PhoneEvent.objects.exists()


def test_the_stamp_of_one_signature_never_serves_another():
    signed = good(BODY)
    real = signed.partition("v1=")[2]
    for header in (f"t={stamp(seconds=1)},v1={real}", f"t={stamp(hours=-1)},{signed}", f"{signed},t={stamp()}"):
        assert post(NEW_CALL, header=header).status_code == 403
    assert post(BODY + b" ", header=signed).status_code == 403
    assert post(BODY, header=sign(BODY, secret="x", at=calendar.now())).status_code == 403


def test_a_signature_far_ahead_or_long_past_is_refused():
    for delta in (dt.timedelta(minutes=6), dt.timedelta(minutes=-6), dt.timedelta(days=3650)):
        assert post(NEW_CALL, at=calendar.now() + delta).status_code == 403


def test_several_signatures_spaces_and_capitals_are_a_rotation_of_secrets():
    signed = good(BODY)
    when, _comma, real = signed.partition(",")
    rotated = f" {when} , v1={'0' * 64}, v1={real.partition('=')[2].upper()} "
    assert post(BODY, header=rotated).status_code == 200


DEFORMED = (
    b"", b"null", b"[]", b'"x"', b"\xff\xfe", b"[" * 8000, b'{"a":' * 1500, b"1" * 5000, b'{"event":{}}',
    b'{"event":["newCall"],"callId":"a"}', b'{"event":"newCall","callId":{"a":1}}',
    b'{"event":"newCall","callId":true}',
    b'{"event":"newCall","callId":""}', b'{"event":"newCall","callId":"a\\u0000b"}',
    b'{"event":"newCall","callId":"a\\ud800"}', b'{"event":"newcall","callId":"a"}',
    b'{"event":"newCall","callId":"a","from":[1]}', b'{"event":"newCall","callId":"a","extension":"-1"}',
    b'{"event":"newCall","callId":"a","at":"hier"}', b'{"event":"newCall","callId":"a","at":NaN}',
    b'{"event":"newCall","callId":"a","at":1e400}', b'{"event":"newCall","callId":"a","at":true}',
    b'{"event":"newCall","callId":"a","at":"0001-01-01T00:00:00+23:00"}',
    b'{"event":"newCall","callId":"a","at":"9999-12-31T23:59:59-23:00"}',
)  # fmt: skip


@pytest.mark.parametrize("body", DEFORMED)
def test_a_deformed_body_is_told_in_a_sentence(body):
    answer = post(body)
    assert answer.status_code == 400
    assert answer.json()["detail"].strip()
    assert not PhoneCall.objects.exists()


def test_of_a_key_written_twice_one_is_taken_and_nothing_breaks():
    body = b'{"event":"newCall","callId":"a","callId":"b","from":"' + b"9" * 60 + b'"}'
    assert post(body).status_code == 200
    assert PhoneCall.objects.get().caller == ""


@pytest.mark.parametrize("length", ["17408", "9" * 5000, "²", "-1", "x"])
def test_a_body_too_heavy_or_of_no_length_is_not_read(length):
    answer = Client().generic(
        "POST", ADDRESS, BODY, content_type="application/json", CONTENT_LENGTH=length,
        headers={"X-GRC-Signature": good(BODY)},
    )  # fmt: skip
    assert answer.status_code == 413


def test_forgers_never_slow_down_an_honest_switchboard():
    for _try in range(30):
        post(NEW_CALL, header="t=1,v1=" + "0" * 64)
    assert post(NEW_CALL, header="").status_code == 429
    assert post(NEW_CALL).status_code == 200


def test_no_other_method_and_no_receipt_without_its_own_secret():
    for method in ("get", "put", "patch", "delete", "head"):
        assert getattr(Client(), method)(ADDRESS).status_code == 405
        assert getattr(Client(), method)(TEXTS).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_replays_at_the_same_instant_make_one_event():
    builders.make_town()
    start, found = threading.Barrier(8), []

    def once() -> None:
        try:
            start.wait(timeout=20)
            found.append(post(NEW_CALL).json()["status"])
        finally:
            connection.close()

    threads = [threading.Thread(target=once) for _copy in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(found) == ["duplicate"] * 7 + ["taken"]
    assert PhoneEvent.objects.count() == 1


SMS = (
    b"", b"null", b"[" * 8000, b'{"id":{}}', b'{"id":"a\\u0000","event":"delivered"}',
    b'{"id":"a","event":["delivered"]}', b'{"id":"' + b"a" * 101 + b'","event":"failed"}',
    b'{"id":' + b"1" * 5000 + b',"event":"failed"}', b"\xff",
)  # fmt: skip


@pytest.mark.parametrize("body", SMS)
def test_a_deformed_receipt_is_told_in_a_sentence(body, settings):
    settings.GRC_SMS_RECEIPT_SECRET = "secret-des-recus"
    header = good(body, "GRC_SMS_RECEIPT_SECRET")
    answer = Client().generic("POST", TEXTS, body, content_type="application/json", headers={"X-GRC-Signature": header})
    assert answer.status_code == 400
    assert answer.json()["detail"].strip()
