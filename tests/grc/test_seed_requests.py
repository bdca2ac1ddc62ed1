"""The stories are played once for the whole file, as on one Thursday morning: they take seconds."""

import datetime as dt
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from core import calendar
from core.actor import Actor
from core.models import Commune, OutboxDelivery
from files.models import StoredFile
from grc.seeding.clock import clock_at
from messaging.enums import DispatchState
from messaging.models import Dispatch
from requests_app.enums import Phase
from requests_app.models import Decision, Message, Note, ServiceRequest

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("seed_requests")]
THURSDAY = dt.datetime(2026, 11, 19, 9, 38, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """Played in one transaction, undone after the last test of the file."""
    somewhere = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    no_letters = mock.patch("grc.seeding.requests.LETTERS_KEPT", dt.timedelta(0))
    with django_db_blocker.unblock(), somewhere, no_letters, clock_at(THURSDAY), transaction.atomic():
        call_command("seed_demonstration")
        yield Commune.objects.get(slug="admiville")
        transaction.set_rollback(True)


def inbox_of(name: str):
    actor = Actor.agent(User.objects.get(email=f"{name}@admiville.example").pk)
    return ServiceRequest.objects.visible_to(actor)


def test_forty_requests_by_every_door_in_every_phase(told):
    requests = ServiceRequest.objects.all()
    assert requests.count() >= 38
    assert set(requests.values_list("channel", flat=True)) >= {"web", "phone", "counter", "post", "email"}
    phases = set(requests.values_list("phase", flat=True))
    assert phases >= {
        Phase.RECEIVED,
        Phase.IN_PROGRESS,
        Phase.WAITING_PERSON,
        Phase.DECIDED,
        Phase.CLOSED,
        Phase.WITHDRAWN,
    }
    assert Note.objects.exists() and Message.objects.filter(direction="in").exists()
    assert StoredFile.objects.filter(owner_kind="request").count() >= 7


def test_numbers_follow_the_order_of_arrival(told):
    rows = list(ServiceRequest.objects.order_by("number").values_list("received_at", flat=True))
    assert rows == sorted(rows)


def test_nothing_happens_in_the_future_nor_before_the_request(told):
    now = calendar.now()
    for request in ServiceRequest.objects.prefetch_related("timeline"):
        instants = [entry.occurred_at for entry in request.timeline.all()]
        assert request.received_at <= now and all(instant <= now for instant in instants)
        assert min(instants) >= request.received_at - dt.timedelta(seconds=1)


def test_some_are_late_some_are_near_their_day_most_are_not(told):
    today = calendar.today(told)
    late, soon = ServiceRequest.objects.open().late(today), ServiceRequest.objects.open().due_soon(today)
    assert 2 <= late.count() <= 8
    assert soon.count() >= 2


def test_old_acknowledgements_have_left_and_the_last_ones_are_left_to_the_workers(told):
    assert ServiceRequest.objects.filter(ar_sent_on__isnull=False).count() >= 15
    assert not Dispatch.objects.filter(state=DispatchState.FAILED).exists()
    assert not OutboxDelivery.objects.exclude(last_error="").exists()
    assert OutboxDelivery.objects.filter(state="due").exists()


def test_a_refusal_bears_its_grounds_and_its_author(told):
    decision = Decision.objects.get(outcome="refused")
    assert decision.grounds_law and decision.grounds_fact
    assert (decision.author_first_name, decision.author_last_name) == ("Claire", "Lemoine")


def test_the_confidential_ones_exist_for_the_team_of_the_ccas_alone(told):
    assert inbox_of("thomas.rouvier").filter(confidential=True).count() == 3
    for name in ("claire.lemoine", "samira.marchand", "yanis.benali", "ines.fabre", "dpo", "admin"):
        assert not inbox_of(name).filter(confidential=True).exists()


def test_each_agent_has_something_to_do(told):
    for name in (
        "claire.lemoine",
        "samira.marchand",
        "yanis.benali",
        "ines.fabre",
        "thomas.rouvier",
        "mathilde.delorme",
    ):
        assert inbox_of(name).open().exists(), name
    assert not inbox_of("admin").exists()


def test_run_again_it_files_nothing_more(told):
    before = ServiceRequest.objects.count()
    call_command("seed_demonstration")
    assert ServiceRequest.objects.count() == before
