"""The letters of a day, printed together, and the list that goes with them to the post."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.enums import BatchState
from messaging.querysets import PrintBatchQuerySet


class PrintBatch(models.Model):
    """One PDF of letters in the order of their addresses, never holding a confidential one.

    ``number`` is that of its dispatch list: « E-2026-00042 », without gaps. Each letter begins on a front page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="print_batches")
    number = models.CharField(_("numéro"), max_length=20)
    state = models.CharField(_("état"), max_length=10, choices=BatchState, default=BatchState.PREPARING)
    # Whoever sees all of them sees the batch.
    service_ids = models.JSONField(default=list)
    letter_count = models.PositiveIntegerField(_("lettres"))
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    made_by_ref = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    printed_at = models.DateTimeField(_("imprimé le"), null=True, blank=True)
    posted_on = models.DateField(_("posté le"), null=True, blank=True)
    # The printer stopped: what it takes again begins at this letter.
    resumed_from = models.PositiveIntegerField(null=True, blank=True)
    # Counted and committed before each try, with a lease.
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = PrintBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot de lettres")
        verbose_name_plural = _("lots de lettres")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "number"],
                name="print_batch_number_once",
                violation_error_message=_("Ce numéro de bordereau existe déjà."),
            ),
            models.CheckConstraint(
                name="print_batch_holds_letters",
                condition=Q(letter_count__gt=0),
                violation_error_message=_("Un lot contient au moins une lettre."),
            ),
            models.CheckConstraint(
                name="print_batch_ready_was_prepared",
                condition=Q(state__in=[BatchState.PREPARING, BatchState.FAILED]) | Q(prepared_at__isnull=False),
                violation_error_message=_("Un lot est préparé avant d’être imprimé."),
            ),
        ]
        indexes = [
            # prepare_batches()
            models.Index(fields=["id"], name="print_batch_to_prepare", condition=Q(state=BatchState.PREPARING)),
            # « Courrier à expédier »
            models.Index(fields=["commune", "-created_at"], name="print_batch_latest"),
        ]

    def __str__(self) -> str:
        return self.number


class PrintBatchCounter(models.Model):
    """The last dispatch list of a year: locked, taken last, so that no number is missing."""

    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("compteur de bordereaux")
        verbose_name_plural = _("compteurs de bordereaux")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "year"],
                name="print_batch_counter_once",
                violation_error_message=_("Ce compteur existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"
