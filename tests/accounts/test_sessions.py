import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accounts.models import User
from accounts.sessions import SEEN, STARTED, is_over
from tests.accounts.builders import PASSWORD, make_account


def who(request):
    return HttpResponse(request.user.email if request.user.is_authenticated else "personne")


urlpatterns = [path("qui/", who), path("qui/presence/", who)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def signed_in():
    """A browser signed in by the one door, as the sign-in view does."""
    from django.test import RequestFactory

    from accounts.operations import sign_in

    user, client = make_account(), Client()
    request = RequestFactory().post("/")
    request.session = client.session
    sign_in(request, user.email, PASSWORD)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    with override_settings(SESSION_COOKIE_NAME="sessionid"):
        yield client, user


def age(client, *, started: int = 0, seen: int = 0) -> None:
    session = client.session
    session[STARTED] -= started
    session[SEEN] -= seen
    session.save()


@pytest.mark.parametrize(
    ("open_for", "idle_for", "over"),
    [(0, 0, False), (12 * 3600 + 1, 0, True), (12 * 3600, 0, False), (3600, 1801, True), (3600, 1800, False)],
)
def test_twelve_hours_in_all_thirty_minutes_idle(open_for, idle_for, over):
    now = 1_000_000
    assert is_over(now - open_for, now - idle_for, now) is over


def test_a_session_idle_for_half_an_hour_is_over(signed_in):
    client, user = signed_in
    assert client.get("/qui/").content.decode() == user.email
    age(client, started=1900, seen=1900)
    assert client.get("/qui/").content.decode() == "personne"
    assert SESSION_KEY not in client.session


def test_a_session_ends_after_twelve_hours_of_work(signed_in):
    client, _user = signed_in
    age(client, started=12 * 3600 + 5)
    assert client.get("/qui/").content.decode() == "personne"


def test_a_gesture_keeps_the_session_and_a_page_that_polls_does_not(signed_in):
    client, _user = signed_in
    age(client, seen=1200)
    client.get("/qui/presence/")
    polled = client.session[SEEN]
    client.get("/qui/")
    assert client.session[SEEN] - polled >= 1200


def test_the_sessions_of_a_disabled_account_die_at_once(signed_in):
    client, user = signed_in
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/qui/").content.decode() == "personne"
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert client.get("/qui/").content.decode() == "personne"


def test_changing_the_password_cuts_the_sessions_open_elsewhere(signed_in):
    client, user = signed_in
    user.set_password("Une-autre-phrase-2026")
    user.save(update_fields=["password"])
    assert client.get("/qui/").content.decode() == "personne"
