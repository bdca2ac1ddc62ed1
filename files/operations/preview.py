import hashlib
import logging

from django.db import IntegrityError, transaction

from core.actor import Actor
from core.errors import Refused
from files import previews, reading
from files.enums import OwnerKind, PreviewState
from files.models import StoredFile
from files.operations.store import store_own
from files.rules.kinds import JPEG, PNG

logger = logging.getLogger(__name__)
_BY = Actor.system("files.preview")


def make_preview(file_id: int) -> StoredFile | None:
    """Draws the first page or the photo made small, once; a file that cannot be drawn has none, for good.

    Only files that may be opened are drawn: a renderer is the last thing to give a hostile file to.
    """
    stored = StoredFile.objects.select_related("commune").filter(pk=file_id).first()
    if stored is None or stored.preview_state != PreviewState.WANTED or not reading.is_readable(stored):
        return stored.preview if stored else None
    try:
        picture = previews.draw(reading.content_for_scan(stored), stored.content_type)
    except (previews.Undrawable, Refused) as error:
        logger.warning("no preview for stored file %s: %s", file_id, type(error).__name__)
        return _settle(file_id, None)
    return _settle(file_id, picture)


def _settle(file_id: int, picture: bytes | None) -> StoredFile | None:
    try:
        with transaction.atomic():
            stored = StoredFile.objects.select_for_update().filter(pk=file_id).first()
            if stored is None or stored.preview_state != PreviewState.WANTED:
                return stored.preview if stored else None
            stored.preview_state = PreviewState.MADE if picture else PreviewState.FAILED
            stored.save(update_fields=["preview_state"])
            return _keep(stored, picture) if picture else None
    except IntegrityError:
        return StoredFile.objects.of(OwnerKind.PREVIEW, file_id).first()


def _keep(stored: StoredFile, picture: bytes) -> StoredFile:
    kind = JPEG if stored.content_type == JPEG.content_type else PNG
    return store_own(
        picture,
        name=f"apercu-{hashlib.sha256(picture).hexdigest()[:8]}.{kind.extension}",
        content_type=kind.content_type,
        commune_id=stored.commune_id,
        owner_kind=OwnerKind.PREVIEW,
        owner_id=stored.pk,
        by=_BY,
    )
