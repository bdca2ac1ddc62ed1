import threading
import time
from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core import outbox
from core.batch import batch
from core.enums import DeliveryState, Lane
from core.models import Commune, Heartbeat, OutboxDelivery, OutboxEvent
from core.tasks import beat_heart, forget_delivered_facts, relay_outbox
from grc.runner.processes import free_port

pytestmark = pytest.mark.django_db(transaction=True)


def leave_a_mark(payload):
    Heartbeat.objects.create(name=f"mark-{payload['n']}", beaten_at=timezone.now())


def do_nothing(payload):
    """The relay alone."""


def stumble(payload):
    leave_a_mark(payload)
    raise ValueError("poison")


@pytest.fixture
def listening(monkeypatch, settings):
    settings.GRC_OUTBOX = {"lease_seconds": 60, "max_attempts": 10, "first_delay_seconds": 60, "max_delay_seconds": 60}
    monkeypatch.setattr(outbox, "_subscriptions", {})
    monkeypatch.setattr(outbox, "wake", lambda *args, **kwargs: None)
    return outbox.subscribe


def publish(n: int = 1):
    with transaction.atomic():
        return outbox.publish("test.happened", n=n)


def marks() -> set[str]:
    return set(Heartbeat.objects.values_list("name", flat=True))


def make_due():
    OutboxDelivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_fact_outside_a_transaction_is_refused(listening):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        outbox.publish("test.happened", n=1)


def test_a_fact_of_a_rolled_back_change_never_was(listening):
    listening("test.happened")(leave_a_mark)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.publish("test.happened", n=1)
        raise ZeroDivisionError
    relay_outbox("fast")
    assert marks() == set()


def test_a_relay_run_three_times_has_one_effect(listening):
    listening("test.happened")(leave_a_mark)
    publish()
    assert [relay_outbox("fast"), relay_outbox("fast"), relay_outbox("fast")] == [1, 0, 0]
    assert marks() == {"mark-1"}
    assert OutboxDelivery.objects.get().state == DeliveryState.DONE


def test_a_lane_leaves_the_others_alone(listening):
    listening("test.happened", lane=Lane.DOCUMENTS)(leave_a_mark)
    publish()
    assert relay_outbox("fast") == 0
    assert relay_outbox("documents") == 1


def test_a_failing_handler_leaves_no_half_effect_and_is_retried_then_shown(listening, settings):
    settings.GRC_OUTBOX = {**settings.GRC_OUTBOX, "max_attempts": 3}
    listening("test.happened")(stumble)
    publish()
    for attempt in (1, 2, 3):
        make_due()
        relay_outbox("fast")
        assert OutboxDelivery.objects.get().attempts == attempt
    delivery = OutboxDelivery.objects.get()
    assert delivery.state == DeliveryState.DEAD
    assert "poison" in delivery.last_error
    assert marks() == set()
    outbox.retry(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DUE, 0)


def test_a_poison_row_does_not_hold_back_its_batch(listening):
    listening("test.happened")(leave_a_mark)
    publish(1)
    OutboxDelivery.objects.update(handler="tests.core.test_outbox:stumble")
    publish(2)
    relay_outbox("fast")
    assert marks() == {"mark-2"}


def test_after_a_lost_lease_the_rows_come_back_one_by_one(listening):
    listening("test.happened")(leave_a_mark)
    for n in range(3):
        publish(n)
    assert len(outbox._claim(Lane.FAST, 50)) == 3
    make_due()
    assert len(outbox._claim(Lane.FAST, 50)) == 1


def test_what_was_due_before_a_lost_batch_does_not_wait_for_it(listening):
    listening("test.happened")(leave_a_mark)
    for n in range(3):
        publish(n)
    lost = outbox._claim(Lane.FAST, 50)
    make_due()
    for n in range(3, 7):
        publish(n)
    before = OutboxDelivery.objects.exclude(pk__in=lost)
    before.filter(event__payload__n__lt=6).update(due_at=timezone.now() - timedelta(seconds=30))
    assert outbox.relay(Lane.FAST) == 3
    assert marks() == {"mark-3", "mark-4", "mark-5"}
    assert [outbox.relay(Lane.FAST) for _turn in range(5)] == [1, 1, 1, 1, 0]
    assert len(marks()) == 7


def test_a_delivery_that_kills_its_worker_each_time_is_given_up(listening, settings):
    settings.GRC_OUTBOX = {**settings.GRC_OUTBOX, "max_attempts": 2}
    listening("test.happened")(leave_a_mark)
    publish()
    for _attempt in range(3):
        make_due()
        outbox._claim(Lane.FAST, 50)
    delivery = OutboxDelivery.objects.get()
    assert delivery.state == DeliveryState.DEAD
    assert delivery.last_error


def test_two_relays_at_once_share_the_work_without_doubling_it(listening):
    listening("test.happened")(leave_a_mark)
    for n in range(60):
        publish(n)
    taken = []

    def run():
        taken.append(relay_outbox("fast"))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 60
    assert len(marks()) == 60


def test_fifty_deliveries_cost_two_savepoint_statements_each_and_a_few_more(listening, django_assert_max_num_queries):
    listening("test.happened")(do_nothing)
    for n in range(50):
        publish(n)
    # Claim: two reads at most and one write; then one read, and one write for all that is done; begin and commit.
    with django_assert_max_num_queries(2 * 50 + 9):
        assert outbox.relay(Lane.FAST) == 50


def test_behind_a_long_backlog_what_is_new_does_not_wait_for_its_end_and_the_oldest_goes_on(listening):
    listening("test.happened")(leave_a_mark)
    for n in range(200):
        publish(n)
    assert outbox.relay(Lane.FAST) == 50
    assert marks() == {f"mark-{n}" for n in [*range(40), *range(190, 200)]}
    while outbox.relay(Lane.FAST):
        pass
    assert len(marks()) == 200


def test_a_relay_stops_after_a_while_and_asks_to_go_on(listening, monkeypatch):
    listening("test.happened")(do_nothing)
    for n in range(60):
        publish(n)
    asked = []
    monkeypatch.setattr("core.tasks.LONGEST_RELAY", 0)
    monkeypatch.setattr(outbox, "wake", lambda task, lane: asked.append((task.name, lane)))
    assert relay_outbox("fast") == 50
    assert asked == [("core.tasks.relay_outbox", "fast")]


def test_three_relays_asked_for_in_one_batch_are_one(listening, monkeypatch):
    listening("test.happened")(do_nothing)
    asked = []
    monkeypatch.setattr(outbox, "wake", lambda task, lane, expires=None: asked.append(lane))
    with batch():
        for n in range(3):
            publish(n)
        assert asked == []
    assert asked == [Lane.FAST]


def test_a_broker_that_is_down_does_not_stop_a_filing(listening, monkeypatch):
    monkeypatch.undo()
    from kombu.exceptions import OperationalError

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(relay_outbox, "apply_async", refuse)
    outbox.wake(relay_outbox, "fast")


def test_the_heart_beats_in_one_row():
    for _beat in range(3):
        beat_heart()
    assert Heartbeat.objects.filter(name="worker").count() == 1
    assert Commune.objects.count() == 0


def test_a_broker_that_refuses_costs_a_filing_less_than_a_second(monkeypatch):
    """kombu would otherwise try for four seconds at each fact."""
    dead = Celery("dead", broker=f"redis://127.0.0.1:{free_port()}/0")
    dead.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    dead.conf.task_publish_retry = settings.CELERY_TASK_PUBLISH_RETRY

    @dead.task(name="tests.nothing")
    def task(lane: str) -> None:
        """Never runs."""

    started = time.monotonic()
    outbox.wake(task, "fast")
    assert time.monotonic() - started < 1


def test_a_fact_told_to_all_is_forgotten_after_a_month_though_asked_three_times_and_never_one_due(listening):
    listening("test.happened")(do_nothing)
    told, dead, young = publish(1), publish(2), publish(3)
    while outbox.relay(Lane.FAST):
        pass
    OutboxDelivery.objects.filter(event=dead).update(state=DeliveryState.DEAD)
    OutboxEvent.objects.filter(pk__in=[told.pk, dead.pk]).update(occurred_at=timezone.now() - timedelta(days=31))
    assert [forget_delivered_facts() for _turn in range(3)] == [1, 0, 0]
    assert set(OutboxEvent.objects.values_list("pk", flat=True)) == {dead.pk, young.pk}
    assert OutboxDelivery.objects.count() == 2
