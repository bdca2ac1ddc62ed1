"""The pages of a generated town read, its command refused where it must be."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from channels_app.models import InboundEmail
from channels_app.operations.purge_mails import purge_mails
from core import outbox
from core.models import OutboxDelivery
from grc.seeding.clock import clock_at
from grc.volume.rhythm import days_of
from grc.volume.town import Town as Calendar
from messaging.models import Dispatch
from requests_app.enums import OPEN, Phase
from requests_app.models import ServiceRequest
from requests_app.operations.draft import purge_drafts
from tests.grc.volume.conftest import UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("volume")]


def client_of(name: str) -> Client:
    client = Client()
    user = User.objects.get(email=f"{name}@admiville.example")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages_read_the_rows_of_the_generator(town):
    clients = {name: client_of(name) for name in ("samira.marchand", "yanis.benali", "claire.lemoine")}
    for client in clients.values():
        assert client.get(reverse("back_office:inbox")).status_code == 200
    read = 0
    for made in ServiceRequest.objects.select_related("service").order_by("-pk")[:30]:
        name = "yanis.benali" if made.service.code == "voirie" else "claire.lemoine"
        page = clients[name].get(reverse("back_office:request", args=[made.public_id]))
        assert page.status_code == 200, made.number
        assert made.number in page.content.decode()
        story = Client().get(reverse("portal:story", args=[made.link_token]))
        assert story.status_code == 200
        read += 1
    assert read == 30


def test_old_requests_are_over_and_what_left_has_left(town):
    old = ServiceRequest.objects.filter(received_on__lt=UNTIL - dt.timedelta(days=365))
    assert old.exclude(phase__in=OPEN).count() > old.count() * 0.7
    assert set(ServiceRequest.objects.values_list("phase", flat=True)) >= {Phase.CLOSED, Phase.SET_ASIDE}
    assert not OutboxDelivery.objects.exclude(state="done").exists()
    assert not Dispatch.objects.filter(state__in=["preparing", "queued", "sending"]).exists()
    assert ServiceRequest.objects.filter(received_on__gte=UNTIL).count() == 0


def test_the_sweeps_of_last_night_have_passed(town):
    with clock_at(dt.datetime.combine(UNTIL, dt.time(4), tzinfo=dt.UTC)):
        assert outbox.forget_delivered() == purge_drafts() == purge_mails() == 0
    assert OutboxDelivery.objects.exists() and InboundEmail.objects.filter(purged_at=None, raw=None).count() == 0


def test_the_next_filing_follows(town):
    from core import numbers

    number = numbers.next_request_number(town.commune.pk, UNTIL.year)
    assert not ServiceRequest.objects.filter(number=number).exists()
    last = ServiceRequest.objects.filter(number__startswith=str(UNTIL.year)).order_by("number").last()
    assert number > last.number


def test_mondays_and_september_are_heavy_and_sundays_light(empty_town):
    days = days_of(Calendar(empty_town, dt.date(2021, 11, 20), UNTIL), 100_000)
    assert sum(count for _day, _first, count in days) == 100_000
    counts = [sum(count for day, _first, count in days if day.weekday() == weekday) for weekday in range(7)]
    assert max(counts) == counts[0] and min(counts) == counts[6]
    assert days[-1][1] + days[-1][2] == 100_000


def test_a_town_with_requests_and_a_production_are_refused(town):
    with pytest.raises(CommandError, match="--add"):
        call_command("generate_volume", "--requests", "1", stdout=io.StringIO())
    with override_settings(GRC_MODE="production"), pytest.raises(CommandError, match="production"):
        call_command("generate_volume", "--requests", "1", stdout=io.StringIO())
