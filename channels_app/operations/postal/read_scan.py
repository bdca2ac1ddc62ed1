"""A scan read page by page: each page is committed as it is read, so that a killed worker loses one at most."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Iterator

from django.db import connection, transaction
from django.utils.translation import gettext as _

from channels_app.models import ScanBatch, ScanPage
from channels_app.operations.postal import making_items, read_one_page
from channels_app.operations.postal.waking import wake_reading
from channels_app.post import conf, rendering
from channels_app.post.enums import BatchState
from channels_app.post.ocr import Reader
from core import calendar
from core.actor import Actor
from core.errors import Refused
from files import operations as file_operations, reading
from files.enums import ScanState
from files.models import StoredFile

BY = Actor.system("channels_app.post")
# First key of the advisory locks of this operation.
LOCK_SPACE = 0x7363616E
# While the antivirus does not answer.
_PATIENCE = dt.timedelta(seconds=20)
_OPEN = (BatchState.WAITING, BatchState.READING)


def read_scan(batch_id: int, *, seconds: float | None = None, reader: Reader | None = None) -> str:
    """Reads what is not read yet and returns the state; whoever calls it and however often, each page is read once.

    One worker at a time: the lock ends with its connection. After ``seconds`` it stops and asks for another visit. A
    scan that cannot be opened stops with its sentence, whole, and is read again when asked (``rescan``).
    """
    with _alone(batch_id) as alone:
        batch = ScanBatch.objects.select_related("commune", "file").filter(pk=batch_id).first()
        if not alone or batch is None or batch.state not in _OPEN:
            return batch.state if batch else ""
        visit = conf.number("GRC_SCAN_VISIT_SECONDS") if seconds is None else seconds
        try:
            done = _read(batch, time.monotonic() + visit, reader)
        except (rendering.Unreadable, Refused) as stopped:
            return _fail(batch.pk, str(stopped))
    if not done:
        wake_reading(batch_id)
        return BatchState.READING
    return ScanBatch.objects.values_list("state", flat=True).get(pk=batch_id)


def read_due_scans(limit: int = 20) -> int:
    """The sweep: batches that a lost worker or a silent broker left, oldest first."""
    due = list(ScanBatch.objects.due(calendar.now()).values_list("pk", flat=True)[:limit])
    for batch_id in due:
        wake_reading(batch_id)
    return len(due)


@contextlib.contextmanager
def _alone(batch_id: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, batch_id])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, batch_id])


def _read(batch: ScanBatch, until: float, reader: Reader | None) -> bool:
    """False when there is more to do: pages left, or an antivirus that has not answered yet."""
    assert batch.file is not None  # noqa: S101 - narrows the type
    if not _cleared(batch):
        return False
    content = reading.open_file(batch.file.pk, by=BY).content
    with rendering.opened(content, batch.kind) as scan:
        _begin(batch, scan.count)
        unread = ScanPage.objects.filter(batch=batch, read_at__isnull=True).values_list("pk", flat=True)
        for rank, page_id in enumerate(list(unread)):
            # A visit reads at least one page, however short.
            if rank and time.monotonic() >= until:
                return False
            read_one_page.read_one_page(page_id, scan, reader)
    making_items.make_items(batch.pk)
    return True


def _cleared(batch: ScanBatch) -> bool:
    """What the antivirus has not judged is not opened. Raises Refused for what it destroyed or could not read."""
    assert batch.file_id is not None  # noqa: S101 - narrows the type
    file_operations.scan(batch.file_id)
    stored = StoredFile.objects.select_related("commune").get(pk=batch.file_id)
    sentence = reading.state_sentence(stored)
    if not sentence:
        return True
    if stored.scan_state in (ScanState.INFECTED, ScanState.REFUSED):
        raise Refused(sentence)
    ScanBatch.objects.filter(pk=batch.pk).update(due_at=calendar.now() + _PATIENCE)
    return False


@transaction.atomic
def _begin(batch: ScanBatch, count: int) -> None:
    """A row a page, once; the others are those of an earlier visit."""
    pages = [ScanPage(batch=batch, number=number) for number in range(1, count + 1)]
    ScanPage.objects.bulk_create(pages, ignore_conflicts=True)
    ScanBatch.objects.filter(pk=batch.pk, state__in=_OPEN).update(state=BatchState.READING, page_count=count, error="")


@transaction.atomic
def _fail(batch_id: int, sentence: str) -> str:
    batch = ScanBatch.objects.locked(batch_id)
    if batch.state in _OPEN:
        batch.state = BatchState.FAILED
        batch.error = (sentence or _("La lecture a été arrêtée."))[:500]
        batch.save(update_fields=["state", "error"])
    return batch.state
