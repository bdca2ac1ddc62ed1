"""Ten automatic notices an hour to one address; the others wait, none is lost, an agent is told."""

import datetime as dt
import importlib
import threading
import time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from core.actor import Actor
from core.models import OutboxEvent
from messaging import operations, queries
from messaging.enums import DispatchState
from messaging.models import Dispatch
from messaging.rules.ceilings import leaves_before
from messaging.tasks import send_dispatches
from tests.messaging.envelopes import PostOffice, open_office, prepared, town

pytestmark = pytest.mark.django_db

# `messaging.operations` shows the functions, which bear the names of their files.
claim_module = importlib.import_module("messaging.operations.claim")
PARIS = ZoneInfo("Europe/Paris")
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=PARIS)  # a Tuesday
SYSTEM = Actor.system("test")


@pytest.fixture
def clock(monkeypatch):
    """Noon of a working day, moved by the test."""
    present = {"now": NOON}
    monkeypatch.setattr(timezone, "now", lambda: present["now"].astimezone(dt.UTC))

    def move(**delta: int) -> None:
        present["now"] += dt.timedelta(**delta)

    return move


def notices(count, kind="notice", start=0, **changes):
    return [prepared(f"{kind}:{number}", kind=kind, **changes) for number in range(start, start + count)]


def claimed(limit=100):
    return [dispatch.key for dispatch in operations.claim(limit)]


def test_the_eleventh_notice_waits_an_hour_and_is_told_once(clock):
    notices(12)
    assert len(claimed()) == 10
    assert claimed() == []
    waiting = list(queries.waiting_notices(SYSTEM))
    assert [dispatch.state for dispatch in waiting] == [DispatchState.QUEUED] * 2
    assert {dispatch.due_at for dispatch in waiting} == {NOON + dt.timedelta(hours=1)}
    assert OutboxEvent.objects.filter(name="dispatch.capped").count() == 2
    clock(minutes=59)
    assert claimed() == []
    clock(minutes=1, seconds=1)
    assert len(claimed()) == 2
    assert OutboxEvent.objects.filter(name="dispatch.capped").count() == 2
    assert not queries.waiting_notices(SYSTEM).exists()


def test_the_ceiling_is_of_one_address_whatever_its_case(clock):
    notices(10)
    notices(1, start=10, to_address=" Malika.BENHADDOU@courriel.example ")
    notices(1, start=11, to_address="autre@courriel.example")
    assert sorted(claimed()) == sorted([f"notice:{number}" for number in [*range(10), 11]])


def test_what_an_agent_writes_or_decides_never_waits(clock):
    notices(10)
    claimed()
    notices(3, "message", template="message-du-service")
    notices(3, "decision", template="decision-notifiee")
    assert len(claimed()) == 6


@pytest.mark.parametrize("kind", ["receipt", "acknowledgement"])
def test_what_is_due_within_the_day_leaves_before_its_end(clock, kind):
    notices(25, kind)
    assert len(claimed()) == 10
    clock(hours=1, seconds=1)
    assert len(claimed()) == 10
    clock(hours=10)
    assert len(claimed()) == 5


def test_a_flood_is_all_gone_at_the_end_of_its_working_day(clock):
    notices(40, "receipt")
    clock(hours=10)
    claimed()
    late = NOON.replace(hour=23)
    assert set(queries.waiting_notices(SYSTEM).values_list("due_at", flat=True)) == {late}
    clock(hours=1)
    assert len(claimed()) == 30


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        (dt.datetime(2026, 11, 24, 9, 0), dt.datetime(2026, 11, 24, 23, 0)),
        (dt.datetime(2026, 11, 24, 23, 30), dt.datetime(2026, 11, 25, 23, 0)),
        (dt.datetime(2026, 11, 28, 9, 0), dt.datetime(2026, 11, 30, 23, 0)),  # a Saturday
        (dt.datetime(2026, 12, 25, 9, 0), dt.datetime(2026, 12, 28, 23, 0)),
    ],
)
@pytest.mark.django_db
def test_the_working_day_of_an_instant(created, expected):
    assert leaves_before(created.replace(tzinfo=PARIS), town()) == expected.replace(tzinfo=PARIS)


def test_a_new_try_of_a_notice_takes_no_second_place(clock):
    first = notices(10)[0]
    claimed()
    operations.settle(first.pk, "retry", "plus tard")
    clock(minutes=5)
    assert claimed() == [first.key]


def test_two_machines_that_answer_each_other_stop_at_ten(clock, settings):
    """A loop: each mail that leaves makes the next one. An hour later it makes ten more, never one at once."""
    sent = 0
    with open_office(settings, PostOffice()) as office:
        for turn in range(60):
            prepared(f"loop:{turn}", kind="notice")
            sent += send_dispatches()
            clock(seconds=10)
    assert sent == len(office.received) == 10
    assert Dispatch.objects.filter(state=DispatchState.QUEUED).count() == 50


def test_without_a_ceiling_all_leave(clock, settings):
    settings.GRC_MESSAGING = {"notices_an_hour": 0}
    notices(15)
    assert len(claimed()) == 15


@pytest.mark.parametrize("hours", [-1, -2])
def test_a_clock_that_goes_back_holds_nobody_for_ever(clock, hours):
    notices(12)
    claimed()
    clock(hours=hours)
    fresh = prepared("message:1", kind="message", template="message-du-service")
    assert claimed(1) == [fresh.key]
    clock(hours=-hours + 1, seconds=1)
    assert len(claimed()) == 2


def test_a_first_try_waits_for_no_clock(clock):
    waiting = prepared("message:1", kind="message", template="message-du-service")
    posted = notices(1)[0]
    clock(hours=-1)
    assert set(claimed()) == {waiting.key, posted.key}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", [True, False])
def test_workers_together_keep_to_the_ceiling_because_one_counts_at_a_time(monkeypatch, lock):
    """With the lock taken away, the race is there."""
    notices(16)
    if not lock:
        monkeypatch.setattr(claim_module, "_count_alone", lambda: None)
    slow(monkeypatch)
    taken: list[str] = []
    together = threading.Barrier(4)

    def work() -> None:
        try:
            together.wait(5)
            for _turn in range(4):
                taken.extend(claimed(1))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(taken) == len(set(taken))
    assert (len(taken) == 10) is lock


def slow(monkeypatch):
    """Counting takes a moment, as on a loaded machine: what races needs the time to do it."""
    counting = claim_module._waits_until

    def counted_slowly(*arguments):
        waits = counting(*arguments)
        time.sleep(0.05)
        return waits

    monkeypatch.setattr(claim_module, "_waits_until", counted_slowly)
