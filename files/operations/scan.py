import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import outbox
from core.enums import Lane
from core.errors import Refused
from files import conf, reading, storage
from files.enums import SCAN_DUE, OwnerKind, PreviewState, ScanState
from files.models import StoredFile
from files.operations.redraw import redrawn
from files.scanners import Outcome, ScannerDown, Verdict, scanner

logger = logging.getLogger(__name__)

_STATES = {
    Outcome.CLEAN: ScanState.CLEAN,
    Outcome.INFECTED: ScanState.INFECTED,
    Outcome.UNREADABLE: ScanState.REFUSED,
}
_BROKEN = Verdict(Outcome.UNREADABLE, "the photo cannot be drawn again")
_LONGEST_WAIT = timedelta(minutes=5)
_BATCH = 50


def scan(file_id: int) -> str:
    """Asks the antivirus and writes its verdict; returns the state. Already judged: nothing is done.

    A photo kept as it came is drawn again first: what is scanned is what will be opened.

    The network hop is outside any transaction. Infected: the data key is destroyed, the bytes go, and the fact
    `file.infected` is published once. No answer: the file stays pending (or opens under a warning where the
    commune is a site without scanner) and is tried again later.
    """
    stored = StoredFile.objects.select_related("commune").filter(pk=file_id).first()
    if stored is None or stored.scan_state not in SCAN_DUE:
        return stored.scan_state if stored else ""
    try:
        content = redrawn(stored) if stored.to_redraw else reading.content_for_scan(stored)
        verdict = scanner().scan(content) if content is not None else _BROKEN
    except ScannerDown as error:
        return _postpone(file_id, str(error))
    except Refused:
        logger.error("stored file %s cannot be read for its scan", file_id)
        return _postpone(file_id, "unreadable on disk")
    return _record(file_id, verdict)


@transaction.atomic
def _record(file_id: int, verdict: Verdict) -> str:
    stored = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if stored is None or stored.scan_state not in SCAN_DUE:
        return stored.scan_state if stored else ""
    stored.scan_state = _STATES[verdict.outcome]
    stored.scan_detail, stored.scanned_at, stored.scan_due_at = verdict.detail[:200], timezone.now(), None
    stored.scan_attempts += 1
    if verdict.outcome is Outcome.INFECTED:
        _destroy(stored)
    stored.save(
        update_fields=[
            "scan_state",
            "scan_detail",
            "scanned_at",
            "scan_due_at",
            "scan_attempts",
            "wrapped_key",
            "preview_state",
        ]
    )
    outbox.publish(_FACTS[verdict.outcome], file_id=stored.pk)
    if stored.preview_state == PreviewState.WANTED:
        transaction.on_commit(_PreviewSoon(stored.pk), robust=True)
    return stored.scan_state


_FACTS = {
    Outcome.CLEAN: "file.clean",
    Outcome.INFECTED: "file.infected",
    Outcome.UNREADABLE: "file.refused",
}


def _destroy(stored: StoredFile) -> None:
    """Crypto-shredding: without its data key the content is gone, backups of the disk included."""
    from files.operations.remove import delete_rows

    stored.wrapped_key = ""
    stored.preview_state = PreviewState.NONE
    delete_rows(list(StoredFile.objects.of(OwnerKind.PREVIEW, stored.pk)))
    path = stored.path
    transaction.on_commit(lambda: storage.delete(path), robust=True)


@transaction.atomic
def _postpone(file_id: int, why: str) -> str:
    stored = StoredFile.objects.select_related("commune").select_for_update(of=("self",)).filter(pk=file_id).first()
    if stored is None or stored.scan_state not in SCAN_DUE:
        return stored.scan_state if stored else ""
    first = timedelta(seconds=conf.number("FILES_SCAN_RETRY_SECONDS"))
    stored.scan_state = ScanState.UNSCANNED if stored.commune.files_without_scanner else ScanState.PENDING
    stored.scan_due_at = timezone.now() + min(first * 2 ** min(stored.scan_attempts, 10), _LONGEST_WAIT)
    stored.scan_attempts = min(stored.scan_attempts + 1, 30_000)
    stored.scan_detail = why[:200]
    stored.save(update_fields=["scan_state", "scan_due_at", "scan_attempts", "scan_detail"])
    return stored.scan_state


def rescan_pending(limit: int = _BATCH) -> int:
    """Sweep: the files whose scan is due, the longest waiting first; then the previews still to make.

    Returns how many files were tried. Stops at the first silence of the scanner: the next sweep will come.
    """
    from files.operations.preview import make_preview

    due = list(StoredFile.objects.scan_due(timezone.now()).values_list("pk", flat=True)[:limit])
    tried = 0
    for file_id in due:
        tried += 1
        if scan(file_id) in SCAN_DUE:
            break
    for file_id in list(StoredFile.objects.preview_due().values_list("pk", flat=True)[:limit]):
        make_preview(file_id)
    return tried


class _PreviewSoon:
    """Speed only: the sweep makes the previews that a stopped broker left out."""

    def __init__(self, file_id: int) -> None:
        self.file_id = file_id

    def __call__(self) -> None:
        from files.tasks import make_preview

        outbox.wake(make_preview, self.file_id, lane=Lane.DOCUMENTS)
