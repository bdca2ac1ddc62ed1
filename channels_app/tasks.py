"""Celery doors of the mail that comes in; the clock of the beat knows them by name."""

from celery import shared_task

from channels_app import operations
from channels_app.models import Mailbox
from core import outbox

# No lane: no delivery waits there. A worker of its own reads the mailboxes (grc/celery.py says why).
FETCH_QUEUE = "fetch"
# A heavy mail on a slow line may take long; the lock of its mailbox lets nobody else wait for it.
LONGEST_FETCH = 3600
# What a worker did not begin before the clock asks again is dropped: dead servers pile nothing up.
FRESH = 60


@shared_task
def fetch_mailboxes() -> int:
    """Queue « fetch »: one task a mailbox, so that a slow server delays its own mailbox only."""
    ids = list(Mailbox.objects.to_fetch().values_list("pk", flat=True))
    for mailbox_id in ids:
        outbox.wake(fetch_mailbox, mailbox_id, lane=FETCH_QUEUE)
    return len(ids)


@shared_task(time_limit=LONGEST_FETCH, expires=FRESH)
def fetch_mailbox(mailbox_id: int) -> int:
    """Queue « fetch »: what arrived in one mailbox is kept; returns how many mails."""
    return operations.fetch_mailbox(mailbox_id)


@shared_task
def take_in_kept() -> int:
    """Lane « mail »: what was kept is parsed, decided and done."""
    return operations.take_in_due()


@shared_task
def purge_calls() -> int:
    """Lane « sweeps », each night: the calls of more than a year ago."""
    return operations.purge_calls()


@shared_task
def purge_mails() -> int:
    """Each night, lane « sweeps »: what the mails said of people goes once its period has run."""
    return operations.purge_mails()
