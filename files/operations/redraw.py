"""A photo kept bare at the door is drawn again: from its points alone, before the antivirus and any reader."""

from django.db import transaction

from core.errors import Refused
from files import conf, reading, storage
from files.enums import REDRAW
from files.models import StoredFile
from files.operations.store import seal_on_disk
from files.rules import images
from files.rules.kinds import JPEG

# A photo that takes the worker down at each try is left closed.
_TRIES = 3


def redrawn(stored: StoredFile) -> bytes | None:
    """The content drawn again, kept in place of the other; None for a photo that cannot be. Twice is once.

    Raises Refused when the bytes cannot be read or written: to be tried again later.
    """
    content = reading.content_for_scan(stored)
    tries = stored.metadata.get(REDRAW, 0)
    # Written before the decoder runs: a worker killed by it cannot hide the try.
    if tries >= _TRIES or not _count(stored.pk, tries + 1):
        return None
    try:
        picture = images.redraw(content, JPEG, name="", max_pixels=conf.number("FILES_MAX_PIXELS"))
    except Refused:
        return None
    try:
        _keep(stored, picture)
    except Refused:
        _count(stored.pk, tries)
        raise
    return picture.content


@transaction.atomic
def _count(file_id: int, tries: int) -> bool:
    """False when the file is no longer there."""
    stored = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if stored is None:
        return False
    if stored.to_redraw:
        stored.metadata[REDRAW] = tries
        stored.save(update_fields=["metadata"])
    return True


def _keep(stored: StoredFile, picture: images.Picture) -> None:
    """New bytes, then the row, then the old bytes go: killed between, the sweep of stray bytes tidies."""
    written = seal_on_disk(picture.content, stored.public_id, stored.commune_id, stored.name)
    with transaction.atomic():
        kept = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
        if kept is None or not kept.to_redraw:  # removed, or drawn by another worker
            storage.delete(written["path"])
            return
        past = kept.path
        kept.metadata = {name: told for name, told in kept.metadata.items() if name != REDRAW} | picture.metadata
        kept.path, kept.wrapped_key = written["path"], written["wrapped_key"]
        kept.size, kept.sha256 = written["size"], written["sha256"]
        kept.save(update_fields=["metadata", "path", "wrapped_key", "size", "sha256"])
        transaction.on_commit(lambda: storage.delete(past), robust=True)
