"""Every Celery task of this room, run three times, unmocked: one effect."""

import datetime as dt

import pytest

from core import outbox
from core.models import OutboxDelivery
from messaging.models import Dispatch
from requests_app import tasks
from requests_app.enums import Kind
from requests_app.models import Draft
from tests.builders import make_draft, make_request

pytestmark = pytest.mark.django_db


def test_sweep_deadlines_three_times_writes_one_implied_decision():
    made = make_request(received_on=dt.date.today() - dt.timedelta(days=100))
    for _time in range(3):
        tasks.sweep_deadlines()
    assert made.timeline.filter(kind=Kind.IMPLIED_REJECTION).count() == 1
    assert made.timeline.filter(kind=Kind.ALERT_HALF).count() == 1


def test_purge_drafts_three_times_removes_only_what_expired():
    old, young = make_draft(), make_draft()
    Draft.objects.filter(pk=old.pk).update(expires_on=dt.date.today() - dt.timedelta(days=1))
    assert [tasks.purge_drafts() for _time in range(3)] == [1, 0, 0]
    assert list(Draft.objects.all()) == [young]


def test_every_handler_delivered_three_times_leaves_one_acknowledgement_and_one_notice():
    made = make_request()
    for delivery in OutboxDelivery.objects.select_related("event"):
        for _time in range(3):
            outbox.handler_named(delivery.handler)(delivery.event.payload)
    assert made.acknowledgements.filter(kind="ARE").count() == 1
    assert sorted(Dispatch.objects.values_list("key", flat=True)) == [
        f"ack:{made.pk}",
        f"notice:{made.pk}:{made.service_id}",
    ]
