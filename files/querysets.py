from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

from files.enums import OwnerKind, PreviewState, ScanState

if TYPE_CHECKING:
    from files.models import StoredFile


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def locked(self, pk: int) -> "StoredFile":
        return self.select_for_update().get(pk=pk)

    def of(self, owner_kind: str, owner_id: int) -> "StoredFileQuerySet":
        return self.filter(owner_kind=owner_kind, owner_id=owner_id)

    def of_many(self, owner_kind: str, owner_ids: Iterable[int]) -> "StoredFileQuerySet":
        return self.filter(owner_kind=owner_kind, owner_id__in=list(owner_ids))

    def scan_due(self, now: datetime) -> "StoredFileQuerySet":
        return self.filter(scan_due_at__lte=now).order_by("scan_due_at", "pk")

    def preview_due(self) -> "StoredFileQuerySet":
        return self.filter(
            preview_state=PreviewState.WANTED, scan_state__in=[ScanState.CLEAN, ScanState.UNSCANNED]
        ).order_by("pk")

    def quarantined(self) -> "StoredFileQuerySet":
        """Files nobody may open: waiting for the antivirus, infected or refused by it."""
        # Told as the index ``files_quarantine`` tells it, or PostgreSQL does not know that it serves.
        return self.exclude(scan_state__in=[ScanState.CLEAN, ScanState.UNSCANNED])

    def orphans(self, now: datetime, age: timedelta = timedelta(days=1)) -> "StoredFileQuerySet":
        return self.filter(owner_id__isnull=True, stored_at__lt=now - age)


def previews_of(files: Iterable["StoredFile"]) -> dict[int, "StoredFile"]:
    """{pk of a file: its preview}, in one query, for a list of files."""
    from files.models import StoredFile

    found = StoredFile.objects.of_many(OwnerKind.PREVIEW, [stored.pk for stored in files])
    return {preview.owner_id: preview for preview in found if preview.owner_id}
