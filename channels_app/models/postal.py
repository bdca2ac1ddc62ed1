"""Letters that came in: the scan as it came, its pages, and the register of arrivals (CRPA L112-1, L112-3)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_app.post.enums import BatchState, Boundary, ItemState, PageKind, ScanSource, Unopened
from channels_app.querysets_postal import PostalItemQuerySet, ScanBatchQuerySet, ScanPageQuerySet


class PostalCounter(models.Model):
    """The last arrival number of a commune and a year: locked, and taken last in the transaction, so without gaps."""

    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "year"],
                name="postal_counter_once",
                violation_error_message=_("Ce compteur existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id}/{self.year}"


class ScanBatch(models.Model):
    """One file of a scanner, kept byte for byte whatever becomes of its reading.

    ``received_on`` is the legal date proposed for its letters: the day any service of the town received them.
    ``error`` is the French sentence that says why the reading stopped; the batch is then whole and can be read again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    # Who opens this mail: the reception desk, unless a service scans its own.
    service = models.ForeignKey("organisation.Service", on_delete=models.PROTECT, related_name="scan_batches")
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    name = models.CharField(_("nom du fichier"), max_length=200)
    source = models.CharField(_("origine"), max_length=8, choices=ScanSource)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    received_on = models.DateField(_("reçu le"))
    rank = models.PositiveSmallIntegerField(_("lot"), default=1)
    split_on_blank = models.BooleanField(_("séparer aux pages blanches"), default=False)
    page_count = models.PositiveIntegerField(_("pages"), default=0)
    state = models.CharField(_("état"), max_length=8, choices=BatchState, default=BatchState.WAITING)
    error = models.CharField(_("motif"), max_length=500, blank=True)
    copies = models.PositiveIntegerField(_("copies reçues"), default=0)
    due_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ScanBatchQuerySet.as_manager()

    # Said by take_scan(): these bytes were already there.
    is_copy: bool = False

    class Meta:
        verbose_name = _("lot numérisé")
        verbose_name_plural = _("lots numérisés")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "sha256"],
                name="scan_batch_once",
                violation_error_message=_("Ce fichier a déjà été reçu."),
            ),
            models.CheckConstraint(
                name="scan_batch_state_known",
                condition=Q(state__in=BatchState.values),
                violation_error_message=_("L’état du lot est inconnu."),
            ),
            models.CheckConstraint(
                name="scan_batch_failed_says_why",
                condition=~Q(state="failed") | ~Q(error=""),
                violation_error_message=_("Un lot arrêté dit pourquoi."),
            ),
        ]
        indexes = [
            # reading.day
            models.Index(fields=["commune", "received_on", "id"], name="scan_batch_day"),
            # read_due_scans: oldest due first
            models.Index(fields=["due_at", "id"], name="scan_batch_due", condition=Q(state__in=["waiting", "reading"])),
        ]

    def __str__(self) -> str:
        return f"lot {self.pk}"


class PostalItem(models.Model):
    """One letter (« pli »): what the register says of it, what was proposed from its text, what became of it.

    Three dates: ``postmarked_on`` counts for the citizen (L112-1), ``received_on`` by any service of the town starts
    the clocks, ``registered_on`` says when it was written down. ``confidential`` hides it from who lacks the right.
    ``unopened`` mail has neither page nor text. What was read is a proposal until an agent registers it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ScanBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    rank = models.PositiveSmallIntegerField(_("pli"), default=1)
    boundary = models.CharField(_("séparation"), max_length=10, choices=Boundary, default=Boundary.START)
    state = models.CharField(_("état"), max_length=10, choices=ItemState, default=ItemState.PROPOSED)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    service = models.ForeignKey("organisation.Service", on_delete=models.PROTECT, related_name="postal_items")
    confidential = models.BooleanField(default=False)
    unopened = models.CharField(_("à ne pas ouvrir"), max_length=10, choices=Unopened, blank=True)

    arrival_number = models.CharField(_("numéro d’arrivée"), max_length=20, blank=True)
    postmarked_on = models.DateField(_("cachet de la poste"), null=True, blank=True)
    received_on = models.DateField(_("reçu le"))
    registered_on = models.DateField(_("enregistré le"), null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sender = models.CharField(_("expéditeur"), max_length=400, blank=True)
    citizen = models.ForeignKey(
        "citizens.Citizen", null=True, blank=True, on_delete=models.PROTECT, related_name="postal_items"
    )
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    registered_letter = models.CharField(_("numéro de recommandé"), max_length=30, blank=True)

    read_sender = models.CharField(max_length=400, blank=True)
    read_subject = models.CharField(max_length=200, blank=True)
    written_on = models.DateField(_("datée du"), null=True, blank=True)
    proposed_procedure = models.ForeignKey(
        "procedures.Procedure", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    procedure_reason = models.CharField(max_length=300, blank=True)
    proposed_service = models.ForeignKey(
        "organisation.Service", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    service_reason = models.CharField(max_length=300, blank=True)
    # A deposit code read on a page: of a request, or reserved by a form printed in advance. It opens nothing.
    deposit_code = models.CharField(max_length=26, blank=True)

    request = models.ForeignKey(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="postal_items"
    )
    message = models.ForeignKey(
        "requests_app.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="postal_items"
    )
    # The request its code names, when the letter could not join it by itself.
    related = models.ForeignKey(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)
    # Drawn with the form of an envelope: the same form sent twice is one letter, one number.
    entry_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PostalItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("pli")
        verbose_name_plural = _("plis")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "arrival_number"],
                condition=~Q(arrival_number=""),
                name="postal_item_number_once",
                violation_error_message=_("Ce numéro d’arrivée est déjà pris."),
            ),
            models.CheckConstraint(
                name="postal_item_state_known",
                condition=Q(state__in=ItemState.values),
                violation_error_message=_("L’état du pli est inconnu."),
            ),
            models.CheckConstraint(
                name="postal_item_registered_is_dated",
                condition=Q(arrival_number="", registered_on__isnull=True)
                | (~Q(arrival_number="") & Q(registered_on__isnull=False)),
                violation_error_message=_("Un pli enregistré porte un numéro et sa date."),
            ),
            models.CheckConstraint(
                name="postal_item_settled_is_registered",
                condition=~Q(state__in=["registered", "joined", "filed"]) | ~Q(arrival_number=""),
                violation_error_message=_("Un pli traité est enregistré."),
            ),
            models.CheckConstraint(
                name="postal_item_request_is_named",
                condition=~Q(state__in=["joined", "filed"]) | Q(request__isnull=False),
                violation_error_message=_("Un pli joint nomme sa demande."),
            ),
        ]
        indexes = [
            # reading.day: the letters of a batch, and those registered without a scan
            models.Index(fields=["commune", "received_on", "id"], name="postal_item_day"),
            # reading.register_of: the register of a day
            models.Index(
                fields=["commune", "registered_on"],
                name="postal_item_registered",
                condition=Q(registered_on__isnull=False),
            ),
            # reading.waiting: what nobody has dealt with yet
            models.Index(
                fields=["service", "received_on", "id"],
                name="postal_item_waiting",
                condition=Q(state__in=["proposed", "unreadable", "by_hand", "reserved"]),
            ),
        ]

    def __str__(self) -> str:
        return self.arrival_number or f"pli {self.pk}"


class ScanPage(models.Model):
    """One side of paper. ``number`` is its place in the scan, ``position`` its place in its letter.

    ``turned`` and ``skew`` (degrees) say how the picture was set upright. ``blocks`` gives what was recognised and
    where, in thousandths of the page: ``{"sender": [x, y, width, height], "subject": […]}``. ``attempts`` is counted
    before reading: a page that kills its worker is left unread at the third try, and the others go on.
    """

    batch = models.ForeignKey(ScanBatch, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(PostalItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="pages")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=PageKind, default=PageKind.WAITING)
    picture = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField(default=0, help_text=_("en points de l’image"))
    height = models.PositiveIntegerField(default=0, help_text=_("en points de l’image"))
    turned = models.PositiveSmallIntegerField(default=0)
    skew = models.FloatField(default=0)
    text = models.TextField(blank=True)
    confidence = models.PositiveSmallIntegerField(default=0, help_text=_("sur cent"))
    blocks = models.JSONField(default=dict, blank=True)
    written_on = models.DateField(null=True, blank=True)
    read_sender = models.CharField(max_length=400, blank=True)
    read_subject = models.CharField(max_length=200, blank=True)
    # Deposit codes read on it, first by position; never a follow-up link.
    codes = models.JSONField(default=list, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ScanPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page numérisée")
        verbose_name_plural = _("pages numérisées")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"],
                name="scan_page_once",
                violation_error_message=_("Cette page est déjà lue."),
            ),
            models.CheckConstraint(
                name="scan_page_kind_known",
                condition=Q(kind__in=PageKind.values),
                violation_error_message=_("Le genre de la page est inconnu."),
            ),
            models.CheckConstraint(
                name="scan_page_turned_by_quarters",
                condition=Q(turned__in=[0, 90, 180, 270]),
                violation_error_message=_("Une page tourne par quarts de tour."),
            ),
        ]
        indexes = [models.Index(fields=["item", "position"], name="scan_page_of_item")]

    def __str__(self) -> str:
        return f"page {self.number} du lot {self.batch_id}"
