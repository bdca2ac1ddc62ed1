import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.operations import enrolment, sign_in, verify_totp
from core.errors import RateLimited, Refused
from core.models import AccessTrailEntry
from tests.accounts.builders import PASSWORD, code_of, make_account, make_device

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_account("admin@admiville.example", administrator=True)


def pending_request(user):
    request = RequestFactory().post("/agents/connexion/")
    request.session, request.user = SessionStore(), AnonymousUser()
    sign_in(request, user.email, PASSWORD)
    return request


def test_the_code_opens_a_verified_session_with_a_new_id(administrator):
    device, request = make_device(administrator), pending_request(administrator)
    before = request.session.session_key
    assert verify_totp(request, code_of(device)) == administrator
    assert request.session[SESSION_KEY] == str(administrator.pk)
    assert request.session[DEVICE_ID_SESSION_KEY] == device.persistent_id
    assert request.session.session_key != before
    assert AccessTrailEntry.objects.get(verb="sign_in").detail == {"second_factor": True}


def test_a_code_serves_once(administrator):
    device = make_device(administrator)
    code = code_of(device)
    verify_totp(pending_request(administrator), code)
    with pytest.raises(Refused, match="ne sert qu’une fois"):
        verify_totp(pending_request(administrator), code)


def test_spaces_typed_in_the_code_do_not_matter(administrator):
    code = code_of(make_device(administrator))
    assert verify_totp(pending_request(administrator), f" {code[:3]} {code[3:]} ")


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "²²²²²²", "1" * 5000, "12\x0034"])
def test_a_wrong_code_opens_nothing_and_is_recorded(administrator, code):
    make_device(administrator)
    request = pending_request(administrator)
    with pytest.raises(Refused):
        verify_totp(request, code)
    assert SESSION_KEY not in request.session
    assert AccessTrailEntry.objects.get(verb="sign_in_failed").detail == {"why": "code"}


def test_wrong_codes_are_slowed_down(administrator):
    device = make_device(administrator)
    with pytest.raises(Refused):
        verify_totp(pending_request(administrator), "000000")
    with pytest.raises(RateLimited, match="Trop d’essais"):
        verify_totp(pending_request(administrator), code_of(device))


def test_without_a_password_first_no_code_is_looked_at(administrator):
    code = code_of(make_device(administrator))
    request = RequestFactory().post("/agents/double-authentification/")
    request.session = SessionStore()
    with pytest.raises(Refused, match="expiré"):
        verify_totp(request, code)


def test_an_administrator_without_device_enrols_and_the_first_code_confirms_it(administrator):
    request = pending_request(administrator)
    shown = enrolment(request)
    assert shown is not None and shown.otpauth_url.startswith("otpauth://totp/") and "<svg" in shown.qr_svg
    assert "style=" not in shown.qr_svg
    assert enrolment(request).secret == shown.secret
    device = TOTPDevice.objects.get(user=administrator)
    assert not device.confirmed
    verify_totp(request, code_of(device))
    device.refresh_from_db()
    assert device.confirmed
    assert enrolment(pending_request(administrator)) is None


def test_an_unconfirmed_device_never_stands_in_for_the_confirmed_one(administrator):
    make_device(administrator)
    stray = TOTPDevice.objects.create(user=administrator, name="autre", confirmed=False)
    with pytest.raises(Refused):
        verify_totp(pending_request(administrator), code_of(stray))


def test_an_ordinary_agent_with_a_device_owes_a_code_too():
    agent = make_account()
    device = make_device(agent)
    request = pending_request(agent)
    assert SESSION_KEY not in request.session
    assert verify_totp(request, code_of(device)) == agent
