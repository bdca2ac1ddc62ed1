import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.models.citizen import Citizen


class PersonMerge(models.Model):
    """One decision of an agent that two rows are one person. Standing merges form trees: `Citizen.canonical` is the
    root of each, computed from them, so that any of them can be undone whatever came after.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="merges_merged")
    reason = models.CharField(_("motif"), max_length=300)
    merged_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="citizens_merged_once",
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                violation_error_message=_("Cette fiche est déjà fusionnée avec une autre."),
            ),
            models.CheckConstraint(
                name="citizens_merge_two_people",
                condition=~Q(kept=F("merged")),
                violation_error_message=_("Une personne ne peut pas être fusionnée avec elle-même."),
            ),
            models.CheckConstraint(
                name="citizens_merge_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Dites pourquoi ces deux fiches sont la même personne."),
            ),
        ]

    def __str__(self) -> str:
        return f"fusion {self.pk}"
