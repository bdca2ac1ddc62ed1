import logging
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone

from files import conf, storage
from files.models import StoredFile
from files.operations.remove import delete_rows

logger = logging.getLogger(__name__)
_BATCH = 200


def purge_orphans() -> int:
    """Deletes the files that nobody has owned for a day, then the bytes that no row names. Twice is once.

    Returns the number of rows deleted. Needs no visa: what was never filed is no archive.
    """
    total = 0
    while taken := _purge_batch():
        total += taken
    stray = _sweep_stray_bytes()
    if total or stray:
        logger.info("purged %s orphan files and %s stray contents", total, stray)
    return total


@transaction.atomic
def _purge_batch() -> int:
    orphans = StoredFile.objects.orphans(timezone.now(), conf.ORPHAN_AGE)
    files = list(orphans.select_for_update(skip_locked=True).order_by("pk")[:_BATCH])
    delete_rows(files)
    return len(files)


def _sweep_stray_bytes() -> int:
    """Bytes whose transaction was rolled back, or whose row went while the disk was unreachable."""
    deleted = 0
    for paths in _batches(storage.older_than(timezone.now() - conf.ORPHAN_AGE)):
        known = set(StoredFile.objects.filter(path__in=paths).exclude(wrapped_key="").values_list("path", flat=True))
        for path in paths:
            if path not in known:
                storage.delete(path)
                deleted += 1
    return deleted


def _batches(paths: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(paths, _BATCH)):
        yield batch
