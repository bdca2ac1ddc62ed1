import datetime as dt
import hashlib
import hmac

import pytest
from hypothesis import given, strategies as some

from api.signatures import BadSignature, check, sign

SECRET = "secret-de-test-0123456789abcdef"
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
BODY = b'{"event": "newCall"}'


def test_what_was_signed_is_read_back_with_the_clock_of_the_sender():
    assert check(sign(BODY, secret=SECRET, at=NOW), BODY, secret=SECRET, now=NOW) == NOW


@pytest.mark.parametrize("minutes", [-5, 5])
def test_five_minutes_either_way_are_let_through(minutes):
    now = NOW + dt.timedelta(minutes=minutes)
    check(sign(BODY, secret=SECRET, at=NOW), BODY, secret=SECRET, now=now)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_second_more_is_refused(seconds):
    with pytest.raises(BadSignature):
        check(sign(BODY, secret=SECRET, at=NOW), BODY, secret=SECRET, now=NOW + dt.timedelta(seconds=seconds))


def test_the_value_is_that_of_the_documented_recipe():
    """So that the code of a provider can be checked against ours."""
    header = sign(b"{}", secret="cle", at=dt.datetime.fromtimestamp(1795338000, dt.UTC))
    assert header == "t=1795338000,v1=" + hmac.new(b"cle", b"1795338000.{}", hashlib.sha256).hexdigest()


def test_an_old_and_a_new_secret_may_sign_together():
    header = sign(BODY, secret=SECRET, at=NOW) + ",v1=" + "0" * 64
    check(header, BODY, secret=SECRET, now=NOW)


@pytest.mark.parametrize("change", ["body", "secret", "stamp"])
def test_anything_changed_is_refused(change):
    header, body, secret = sign(BODY, secret=SECRET, at=NOW), BODY, SECRET
    if change == "body":
        body += b" "
    elif change == "secret":
        secret += "x"
    else:
        header = header.replace("t=1", "t=2", 1)
    with pytest.raises(BadSignature):
        check(header, body, secret=secret, now=NOW)


def test_without_secret_nothing_is_ever_good():
    with pytest.raises(BadSignature):
        check(sign(BODY, secret="", at=NOW), BODY, secret="", now=NOW)


@given(some.text(max_size=200))
def test_no_header_makes_it_fall(header):
    with pytest.raises(BadSignature):
        check(header, BODY, secret=SECRET, now=NOW)
