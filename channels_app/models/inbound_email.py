"""Every mail that came in: its bytes whole, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_app.enums import InboundState
from channels_app.querysets import InboundEmailQuerySet


class InboundEmail(models.Model):
    """One row a mail and a mailbox (house.md §10). The row is its own queue while its state is ``kept``.

    ``received_on`` is the day our server took it, in the commune’s zone; ``kept_at`` when we did. ``dedupe_key`` is
    the Message-ID and the fingerprint together. ``sender`` is who wrote first when an agent forwards.
    ``left_out`` lists the attachments that could not be joined, with the sentence that says why; the raw mail holds
    them all.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    mailbox = models.ForeignKey(
        "channels_app.Mailbox", null=True, blank=True, on_delete=models.PROTECT, related_name="emails"
    )
    # Null for an empty mail only: there is nothing to keep.
    raw = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    raw_sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(default=0, help_text=_("en octets"))
    received_on = models.DateField(_("reçu le"))
    received_at = models.DateTimeField()
    kept_at = models.DateTimeField(default=timezone.now)
    # The Message-ID header
    mail_id = models.CharField(max_length=1000, blank=True)
    fingerprint = models.CharField(max_length=64)
    dedupe_key = models.CharField(max_length=64)
    # The same Message-ID came with other content: scanners and forms reuse one.
    reused_message_id = models.BooleanField(default=False)
    copies = models.PositiveIntegerField(_("copies reçues"), default=0)
    sender = models.CharField(_("expéditeur"), max_length=320, blank=True)
    sender_name = models.CharField(_("nom de l’expéditeur"), max_length=300, blank=True)
    subject = models.CharField(_("objet"), max_length=1000, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=InboundState, default=InboundState.KEPT)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    request = models.ForeignKey(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="inbound_emails"
    )
    message = models.ForeignKey(
        "requests_app.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="inbound_emails"
    )
    possibly_related = models.ForeignKey(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_procedure = models.ForeignKey(
        "procedures.Procedure", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposal_reason = models.CharField(_("motif de la proposition"), max_length=300, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    due_at = models.DateTimeField(default=timezone.now)
    last_error = models.TextField(_("dernière erreur"), blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # Since then the row names nobody and the bytes are gone (operations/purge_mails.py).
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = InboundEmailQuerySet.as_manager()

    # Said by keep(): this delivery repeats a mail already kept.
    is_copy: bool = False

    class Meta:
        verbose_name = _("courriel reçu")
        verbose_name_plural = _("courriels reçus")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "mailbox", "dedupe_key"],
                nulls_distinct=False,
                name="inbound_email_once_a_mailbox",
                violation_error_message=_("Ce courriel est déjà conservé."),
            ),
            models.CheckConstraint(
                name="inbound_email_state_known",
                condition=Q(state__in=["kept", "request", "message", "set_aside", "quarantined"]),
                violation_error_message=_("L’état du courriel est inconnu."),
            ),
            models.CheckConstraint(
                name="inbound_email_request_is_named",
                condition=~Q(state__in=["request", "message"]) | Q(request__isnull=False),
                violation_error_message=_("Un courriel classé nomme sa demande."),
            ),
        ]
        indexes = [
            # take_in_kept: oldest due first
            models.Index(fields=["due_at", "id"], name="inbound_email_due", condition=Q(state="kept")),
            # purge_mails: settled for longest first
            models.Index(
                fields=["settled_at", "id"], name="inbound_email_to_purge", condition=Q(purged_at__isnull=True)
            ),
            # failures screen and /sante
            models.Index(fields=["id"], name="inbound_email_quarantine", condition=Q(state="quarantined")),
            # keep(): the same Message-ID with other content
            models.Index(fields=["mailbox", "mail_id"], name="inbound_email_mail_id", condition=~Q(mail_id="")),
        ]

    def __str__(self) -> str:
        return f"courriel {self.pk}"
