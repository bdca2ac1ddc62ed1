"""Celery doors of the mail that comes in; the clock of the beat knows them by name."""

from celery import shared_task

from channels_app import operations
from channels_app.models import Mailbox
from channels_app.operations import postal
from core import outbox

# No lane: no delivery waits there. A worker of its own reads the mailboxes (grc/celery.py says why).
FETCH_QUEUE = "fetch"
# A heavy mail on a slow line may take long; the lock of its mailbox lets nobody else wait for it.
LONGEST_FETCH = 3600
# One visit to a scan, and the page it was reading when its time was up.
LONGEST_READING = 420
# Two hundred forms, a second or two each on a busy machine.
LONGEST_PACK = 900
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
def purge_contacts() -> int:
    """Lane « sweeps », each night: calls and visits without request of more than three years ago."""
    return operations.purge_contacts()


@shared_task
def purge_mails() -> int:
    """Each night, lane « sweeps »: what the mails said of people goes once its period has run."""
    return operations.purge_mails()


@shared_task(time_limit=LONGEST_READING)
def read_scan(batch_id: int) -> str:
    """Lane « documents »: the pages of a scan not read yet, as far as one visit goes; returns its state."""
    return postal.read_scan(batch_id)


@shared_task
def read_due_scans() -> int:
    """Lane « sweeps »: what a lost worker left half read goes on."""
    return postal.read_due_scans()


@shared_task
def watch_scan_folder() -> int:
    """Lane « sweeps »: what the scanner left in its folder; returns how many files were taken."""
    return postal.watch_scan_folder()


@shared_task(time_limit=LONGEST_PACK)
def make_form_pack(pack_id: int) -> bool:
    """Lane « documents »: the PDF of one pack of blank forms."""
    return operations.make_form_pack(pack_id)


@shared_task(time_limit=LONGEST_PACK)
def make_form_packs() -> int:
    """Lane « documents »: the packs that nobody made yet."""
    return operations.make_due_packs()
