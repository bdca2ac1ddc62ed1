from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.tasks import purge_sign_in_traces

pytestmark = pytest.mark.django_db


def session(key: str, **ends_in: float) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(**ends_in))


def attempt(who: str, **ago: float) -> None:
    made = AccessAttempt.objects.create(username=who, ip_address="127.0.0.1", failures_since_start=1)
    AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=timezone.now() - timedelta(**ago))


def test_run_three_times_the_ended_go_once_and_the_living_stay():
    session("ended", minutes=-1)
    session("living", minutes=30)
    attempt("claire", days=2)
    attempt("yanis", minutes=5)
    for _turn in range(3):
        purge_sign_in_traces()
    assert list(Session.objects.values_list("pk", flat=True)) == ["living"]
    assert AccessAttempt.objects.count() == 1
