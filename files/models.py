import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.enums import REDRAW, OwnerKind, PreviewState, ScanState
from files.querysets import StoredFileQuerySet


class StoredFile(models.Model):
    """A document received or produced: the row says what it is, the bytes lie encrypted on the disk.

    `owner_kind` + `owner_id` name the owner without a foreign key: owners live on the floors above.
    An empty `wrapped_key` means the data key was destroyed: nobody can read the content any more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=16, choices=OwnerKind.choices)
    owner_id = models.BigIntegerField(null=True, blank=True)
    field_key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text=_("en octets"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, unique=True)
    wrapped_key = models.CharField(max_length=200, blank=True)
    scan_state = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.PENDING)
    scan_detail = models.CharField(max_length=200, blank=True)
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    scan_due_at = models.DateTimeField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    preview_state = models.CharField(max_length=8, choices=PreviewState.choices, default=PreviewState.NONE)
    stored_at = models.DateTimeField(default=timezone.now)
    retention_class = models.CharField(max_length=40, blank=True)
    metadata = models.JSONField(default=dict, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "id"], name="files_owner"),
            models.Index(fields=["scan_due_at"], name="files_scan_due", condition=Q(scan_due_at__isnull=False)),
            models.Index(fields=["stored_at"], name="files_orphans", condition=Q(owner_id__isnull=True)),
            models.Index(fields=["id"], name="files_preview_due", condition=Q(preview_state="wanted")),
            models.Index(fields=["id"], name="files_quarantine", condition=~Q(scan_state__in=["clean", "unscanned"])),
        ]
        constraints = [
            models.CheckConstraint(
                name="files_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("Un fichier vide ne peut pas être conservé."),
            ),
            models.CheckConstraint(
                name="files_sha256_hex",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("L’empreinte du fichier est mal formée."),
            ),
            models.CheckConstraint(
                name="files_readable_has_key",
                condition=~Q(wrapped_key="") | ~Q(scan_state__in=["clean", "unscanned", "pending"]),
                violation_error_message=_("Un fichier lisible doit garder sa clé."),
            ),
            models.CheckConstraint(
                name="files_scan_state_known",
                condition=Q(scan_state__in=ScanState.values),
                violation_error_message=_("L’état d’analyse du fichier est inconnu."),
            ),
            models.UniqueConstraint(
                name="files_one_preview",
                fields=["owner_id"],
                condition=Q(owner_kind="preview"),
                violation_error_message=_("Ce fichier a déjà un aperçu."),
            ),
        ]

    def __str__(self) -> str:
        return f"fichier {self.pk}"

    @property
    def preview(self) -> "StoredFile | None":
        """The picture of the first page, another StoredFile. One query: lists use `querysets.previews_of`."""
        return StoredFile.objects.filter(owner_kind=OwnerKind.PREVIEW, owner_id=self.pk).first()

    @property
    def is_image(self) -> bool:
        return self.content_type in {"image/jpeg", "image/png"}

    @property
    def to_redraw(self) -> bool:
        """Kept as it came, its metadata apart: nobody opens it until a worker has drawn its points again."""
        return REDRAW in self.metadata

    @property
    def broken(self) -> bool:
        """True of a photo whose points could not be drawn again."""
        return self.scan_state == ScanState.REFUSED and self.to_redraw

    @property
    def location_removed(self) -> bool:
        """True when the photo carried a position and we erased it."""
        return bool(self.metadata.get("location_removed"))
