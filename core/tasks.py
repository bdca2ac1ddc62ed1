"""Celery doors of the core: relay the outbox, give a sign of life, forget the forms of last week."""

from celery import shared_task
from django.utils import timezone

from core import once, outbox
from core.enums import Lane
from core.models import Heartbeat


@shared_task
def relay_outbox(lane: str = Lane.FAST) -> int:
    """Relays until the lane has nothing due; returns the number of deliveries taken."""
    total = 0
    while taken := outbox.relay(lane):
        total += taken
    return total


@shared_task
def beat_heart() -> None:
    """The worker's own sign of life, read by /sante."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"beaten_at": timezone.now()})


@shared_task
def forget_sent_forms() -> int:
    """Nobody sends again a page of last week."""
    return once.forget()
