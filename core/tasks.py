"""Celery doors of the core: relay the outbox, give a sign of life, forget old forms and facts."""

import time

from celery import shared_task
from django.utils import timezone

from core import once, outbox
from core.enums import Lane
from core.models import Heartbeat

LONGEST_RELAY = 60


@shared_task
def relay_outbox(lane: str = Lane.FAST) -> int:
    """Relays until the lane has nothing due; returns the number of deliveries taken.

    Of a long backlog, for a minute: well under the time limit of a task, whose end would lose a lease. It then asks
    to go on, behind what else waits for the worker.
    """
    stop_at, total = time.monotonic() + LONGEST_RELAY, 0
    while taken := outbox.relay(lane):
        total += taken
        if time.monotonic() >= stop_at:
            outbox.wake(relay_outbox, lane)
            break
    return total


@shared_task
def beat_heart() -> None:
    """The worker's own sign of life, read by /sante."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"beaten_at": timezone.now()})


@shared_task
def forget_sent_forms() -> int:
    """Nobody sends again a page of last week."""
    return once.forget()


@shared_task
def forget_delivered_facts() -> int:
    """What every subscriber was told over a month ago."""
    return outbox.forget_delivered()
