"""Celery doors of messaging; the clock of the beat knows them by name."""

from celery import shared_task

from core.enums import Channel
from messaging import operations
from messaging.transports.base import send_due


@shared_task
def prepare_dispatches() -> int:
    """Lane « documents »."""
    return operations.prepare_due()


@shared_task
def prepare_batches() -> int:
    """Lane « documents »."""
    return operations.prepare_batches()


@shared_task
def send_dispatches() -> int:
    """Lane « mail »."""
    return send_due()


@shared_task
def send_texts() -> int:
    """Lane « mail », apart from the mails: a provider that is slow makes nobody else wait."""
    return send_due(channel=Channel.SMS)


@shared_task
def check_sending_domains() -> int:
    """Lane « sweeps », every hour; the network, never inside a transaction."""
    return operations.check_sending_domains()


@shared_task
def requeue_stuck() -> int:
    """Lane « sweeps »."""
    return operations.requeue_stuck()
