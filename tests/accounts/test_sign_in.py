import sys

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from accounts.models import User
from accounts.operations import needs_totp, pending_user, sign_in
from core.errors import RateLimited, Refused
from core.models import AccessTrailEntry
from tests.accounts.builders import PASSWORD, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_from():
    def make(address: str = "192.0.2.1"):
        request = RequestFactory().post("/agents/connexion/", REMOTE_ADDR=address)
        request.session = SessionStore()
        request.session.save()
        return request

    return make


def refused_times(count, request, email="agent@admiville.example"):
    for _ in range(count):
        with pytest.raises(Refused) as refused:
            sign_in(request, email, "mauvais")
    return refused.value


def test_an_agent_signs_in_and_the_session_takes_a_new_id(request_from):
    user, request = make_account(), request_from()
    before = request.session.session_key
    assert sign_in(request, " Agent@ADMIVILLE.example ", PASSWORD) == user
    assert request.session[SESSION_KEY] == str(user.pk)
    assert request.session.session_key != before


def test_a_sign_in_is_written_in_the_access_trail(request_from):
    user = make_account()
    sign_in(request_from(), user.email, PASSWORD)
    entry = AccessTrailEntry.objects.get()
    assert (entry.verb, entry.actor_ref, entry.subject_ref) == ("sign_in", str(user.pk), str(user.pk))


def test_a_refused_sign_in_is_written_too_without_the_address_typed(request_from):
    user = make_account()
    refused_times(1, request_from())
    refused_times(1, request_from(), email="inconnu@admiville.example")
    known, unknown = AccessTrailEntry.objects.order_by("pk")
    assert (known.verb, known.subject_ref) == ("sign_in_failed", str(user.pk))
    assert unknown.subject_ref == "" and "inconnu" not in str(unknown.detail)


def test_the_sentence_is_the_same_whether_the_account_exists_or_not(request_from):
    make_account()
    wrong = refused_times(1, request_from())
    unknown = refused_times(1, request_from(), email="inconnu@admiville.example")
    assert wrong.sentence == unknown.sentence


def test_a_disabled_account_does_not_get_in(request_from):
    make_account(is_active=False)
    with pytest.raises(Refused):
        sign_in(request_from(), "agent@admiville.example", PASSWORD)


def test_too_many_failures_lock_the_account_from_that_address_even_with_the_good_password(request_from, settings):
    make_account()
    last = refused_times(settings.AXES_FAILURE_LIMIT, request_from())
    assert isinstance(last, RateLimited)
    with pytest.raises(RateLimited, match="Attendez 15 minutes"):
        sign_in(request_from(), "agent@admiville.example", PASSWORD)


def test_the_lock_leaves_the_other_addresses_and_the_other_accounts_alone(request_from, settings):
    make_account()
    other = make_account("autre@admiville.example")
    refused_times(settings.AXES_FAILURE_LIMIT, request_from())
    assert sign_in(request_from("192.0.2.7"), "agent@admiville.example", PASSWORD)
    assert sign_in(request_from(), other.email, PASSWORD) == other


def test_an_address_that_tries_many_accounts_is_stopped(request_from, monkeypatch):
    monkeypatch.setattr(sys.modules["accounts.operations.sign_in"], "FAILURES_PER_ADDRESS", 6)
    make_account()
    for index in range(6):
        refused_times(1, request_from(), email=f"essai{index}@admiville.example")
    with pytest.raises(RateLimited):
        sign_in(request_from(), "agent@admiville.example", PASSWORD)
    assert sign_in(request_from("192.0.2.7"), "agent@admiville.example", PASSWORD)


def test_a_good_password_forgets_the_mistakes_before_it(request_from, settings):
    make_account()
    for _ in range(2):
        refused_times(settings.AXES_FAILURE_LIMIT - 1, request_from())
        assert sign_in(request_from(), "agent@admiville.example", PASSWORD)


@pytest.mark.parametrize("email", ["", "x" * 5000, "a\x00b@c.d", "' OR 1=1 --", "é@à.fr"])
def test_hostile_text_is_refused_and_nothing_breaks(request_from, email):
    with pytest.raises(Refused):
        sign_in(request_from(), email, "\x00" + "y" * 5000)


def test_an_administrator_is_not_signed_in_by_a_password(request_from):
    user, request = make_account(administrator=True), request_from()
    assert sign_in(request, user.email, PASSWORD) == user
    assert needs_totp(user)
    assert SESSION_KEY not in request.session
    assert pending_user(request) == user


def test_a_pending_administrator_is_forgotten_when_disabled_or_after_ten_minutes(request_from, monkeypatch):
    user, request = make_account(administrator=True), request_from()
    sign_in(request, user.email, PASSWORD)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert pending_user(request) is None
    User.objects.filter(pk=user.pk).update(is_active=True)
    pending = request.session["accounts_pending"]
    request.session["accounts_pending"] = [pending[0], pending[1] - 601, pending[2]]
    assert pending_user(request) is None


def test_a_pending_administrator_is_forgotten_when_the_password_changes(request_from):
    user, request = make_account(administrator=True), request_from()
    sign_in(request, user.email, PASSWORD)
    user.set_password("Une-autre-phrase-2026")
    user.save(update_fields=["password"])
    assert pending_user(request) is None
