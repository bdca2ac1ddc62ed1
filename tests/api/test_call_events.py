import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as some

from api.call_events import BadEvent, ReceivedEvent, read_event
from tests.api.hooks import NEW_CALL

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
PARIS = ZoneInfo("Europe/Paris")


def read(known, signed_at: dt.datetime = NOW) -> ReceivedEvent:
    raw = known if isinstance(known, bytes) else json.dumps(known).encode()
    return read_event(raw, signed_at=signed_at, now=NOW, zone=PARIS)


def test_a_new_call_is_read():
    told = read(NEW_CALL)
    assert (told.event, told.call_id, told.caller, told.extension, told.at) == (
        "newCall", "a-1", "0639982760", "214", NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"event": "ring"}, "newCall, answer ou hangup"),
        ({"event": None}, "newCall, answer ou hangup"),
        ({"event": ["newCall"]}, "newCall, answer ou hangup"),
        ({"callId": ""}, "« callId » manque"),
        ({"callId": None}, "callId"),
        ({"callId": "x" * 121}, "120 caractères"),
        ({"callId": "a\x00b"}, "callId"),
        ({"callId": "\ud800"}, "callId"),
        ({"callId": 10**40}, "callId"),
        ({"callId": True}, "callId"),
        ({"from": {"user": "0639982760"}}, "from"),
        ({"extension": "accueil"}, "2 à 8 chiffres"),
        ({"at": "hier"}, "ISO 8601"),
        ({"at": "2026-13-45T99:00"}, "ISO 8601"),
        ({"at": 1e30}, "ISO 8601"),
        ({"at": True}, "ISO 8601"),
    ],
)
def test_what_is_wrong_is_said_in_french(change, said):
    with pytest.raises(BadEvent) as refused:
        read({**NEW_CALL, **change})
    assert said in refused.value.sentence


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'"newCall"', b"NaN"])
def test_what_is_no_object_is_refused(raw):
    with pytest.raises(BadEvent):
        read(raw)


@given(some.binary(max_size=300))
def test_no_bytes_make_it_fall(raw):
    with pytest.raises(BadEvent):
        read(raw)


def test_a_number_as_call_id_is_taken_as_text():
    assert read({**NEW_CALL, "callId": 1234}).call_id == "1234"


def test_the_clock_of_the_sender_is_set_right():
    """Their clock is three minutes ahead; the call was ten seconds old when they signed it."""
    theirs = NOW + dt.timedelta(minutes=3)
    at = (theirs - dt.timedelta(seconds=10)).isoformat()
    assert read({**NEW_CALL, "at": at}, signed_at=theirs).at == NOW - dt.timedelta(seconds=10)


def test_an_hour_without_zone_is_that_of_the_town():
    assert read({**NEW_CALL, "at": "2026-11-22T09:59:00"}).at == NOW - dt.timedelta(minutes=1)


@pytest.mark.parametrize("at", ["2026-11-22T11:00:00+01:00", "2020-01-01T00:00:00Z"])
def test_an_hour_to_come_or_too_old_is_taken_for_now(at):
    assert read({**NEW_CALL, "at": at}).at == NOW


def test_unix_seconds_are_an_hour_too():
    assert read({**NEW_CALL, "at": NOW.timestamp() - 30}).at == NOW - dt.timedelta(seconds=30)
