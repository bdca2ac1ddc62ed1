"""The envelope and its fate."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.enums import Channel
from messaging.enums import AddressFault, DispatchKind, DispatchState, ReplyKind, ReturnReason
from messaging.querysets import DispatchQuerySet


class Dispatch(models.Model):
    """One thing that goes out to one address: written with its cause, prepared, sent, and its fate kept.

    ``key`` names the cause (« ack:12 »): the same cause never makes a second envelope. ``variables`` are frozen
    when it is posted. ``attachments_plan`` is a list of ``{"template", "name", "title"[, "data"]}``.
    ``content_sha256`` covers subject, text and attachments: the proof of what was sent (CRPA L112-6, L112-12). The HTML
    of a mail lays out the same text when it leaves: it is not kept a second time.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="dispatches")
    key = models.CharField(_("cause"), max_length=120)
    kind = models.CharField(_("nature"), max_length=20, choices=DispatchKind)
    channel = models.CharField(_("voie"), max_length=10, choices=Channel, default=Channel.EMAIL)
    to_address = models.CharField(_("adresse"), max_length=500)
    to_name = models.CharField(_("destinataire"), max_length=200, blank=True)
    from_service = models.ForeignKey(
        "organisation.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="dispatches"
    )
    # The service that must know of a failure: the sender, or the one a notice is written to.
    service_id_ref = models.BigIntegerField(null=True, blank=True)
    template_code = models.CharField(_("modèle"), max_length=60)
    variables = models.JSONField(default=dict)
    attachments_plan = models.JSONField(default=list)
    subject = models.CharField(_("objet"), max_length=250, blank=True)
    body_text = models.TextField(_("texte"), blank=True)
    message_id = models.CharField(max_length=200)
    state = models.CharField(_("état"), max_length=10, choices=DispatchState, default=DispatchState.PREPARING)
    # Of the present stage (preparing, then sending): counted and committed before each try.
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(_("dernière erreur"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    transport = models.CharField(max_length=10, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_ref = models.CharField(max_length=60, blank=True)
    confidential = models.BooleanField(default=False)
    # The address as the ceiling of notices and the faults of addresses compare it.
    address_key = models.CharField(max_length=500, blank=True)
    # Last taken by a transport; what both ceilings count.
    claimed_at = models.DateTimeField(null=True, blank=True)
    # Made to wait by the ceiling of notices: `due_at` says until when.
    capped_at = models.DateTimeField(_("mis en attente le"), null=True, blank=True)
    # Posted although this address had already refused a mail.
    to_faulty_address = models.BooleanField(_("vers une adresse en défaut"), default=False)
    bounce_status = models.CharField(max_length=12, blank=True)  # RFC 3463: « 5.1.1 »
    # What an answer becomes; the agent whose answer is a note.
    reply_kind = models.CharField(max_length=10, choices=ReplyKind, default=ReplyKind.PUBLIC)
    reply_agent_ref = models.BigIntegerField(null=True, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    in_reply_to = models.CharField(max_length=300, blank=True)
    references = models.JSONField(default=list)
    # A letter: on paper, then handed to the post on that day, perhaps come back.
    batch = models.ForeignKey(
        "messaging.PrintBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    # Its place in the batch and the pages it takes there, blank verso included; null once alone.
    batch_rank = models.PositiveIntegerField(null=True, blank=True)
    batch_first_page = models.PositiveIntegerField(null=True, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    printed_at = models.DateTimeField(_("imprimée le"), null=True, blank=True)
    reprints = models.PositiveSmallIntegerField(_("réimpressions"), default=0)
    posted_on = models.DateField(_("postée le"), null=True, blank=True)
    registered_number = models.CharField(_("numéro de recommandé"), max_length=30, blank=True)
    returned_on = models.DateField(_("revenue le"), null=True, blank=True)
    return_reason = models.CharField(_("motif du retour"), max_length=12, choices=ReturnReason, blank=True)
    # A text message: what the provider calls it, what it costs, when it says that the telephone took it.
    provider_ref = models.CharField(max_length=100, blank=True)
    segments = models.PositiveSmallIntegerField(null=True, blank=True)
    cost_cents = models.DecimalField(_("coût en centimes"), max_digits=8, decimal_places=2, null=True, blank=True)
    delivered_at = models.DateTimeField(_("reçu le"), null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="dispatch_one_per_cause",
                violation_error_message=_("Cet envoi existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["message_id"],
                name="dispatch_one_per_message_id",
                violation_error_message=_("Cet identifiant de message est déjà pris."),
            ),
            models.CheckConstraint(
                name="dispatch_sent_has_a_date",
                condition=~Q(state=DispatchState.SENT) | Q(sent_at__isnull=False),
                violation_error_message=_("Un envoi parti a une date de départ."),
            ),
            models.CheckConstraint(
                name="dispatch_prepared_before_leaving",
                condition=Q(state__in=[DispatchState.PREPARING, DispatchState.FAILED]) | Q(prepared_at__isnull=False),
                violation_error_message=_("Un envoi est préparé avant de partir."),
            ),
            models.CheckConstraint(
                name="dispatch_returned_was_posted",
                condition=Q(returned_on__isnull=True) | Q(posted_on__isnull=False, returned_on__gte=F("posted_on")),
                violation_error_message=_("Une lettre revient après avoir été postée."),
            ),
            models.UniqueConstraint(
                fields=["batch", "batch_rank"],
                name="dispatch_one_rank_in_a_batch",
                condition=Q(batch__isnull=False),
                violation_error_message=_("Deux lettres ont le même rang dans le lot."),
            ),
        ]
        indexes = [
            # prepare_dispatches and claim(): oldest due first
            models.Index(
                fields=["due_at", "id"],
                name="dispatch_to_prepare",
                condition=Q(state=DispatchState.PREPARING),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="dispatch_to_send",
                condition=Q(state__in=[DispatchState.QUEUED, DispatchState.RETRY]),
            ),
            # requeue_stuck()
            models.Index(
                fields=["lease_until", "id"], name="dispatch_sending", condition=Q(state=DispatchState.SENDING)
            ),
            # failures screen and /sante
            models.Index(
                fields=["-created_at", "-id"],
                name="dispatch_broken",
                condition=Q(state__in=[DispatchState.FAILED, DispatchState.BOUNCED]),
            ),
            # the ceiling of notices to one address, and of mails a minute
            models.Index(
                fields=["address_key", "claimed_at"],
                name="dispatch_to_one_address",
                condition=Q(claimed_at__isnull=False),
            ),
            models.Index(fields=["claimed_at"], name="dispatch_claimed", condition=Q(claimed_at__isnull=False)),
            # failures screen: what waits, and what was sent to a faulty address
            models.Index(
                fields=["due_at", "id"],
                name="dispatch_capped",
                condition=Q(capped_at__isnull=False, state__in=[DispatchState.QUEUED, DispatchState.RETRY]),
            ),
            # « Courrier à expédier »: what waits for the printer or the post; what came back
            models.Index(fields=["created_at", "id"], name="dispatch_to_print", condition=Q(state=DispatchState.HELD)),
            models.Index(
                fields=["-returned_on", "-id"], name="dispatch_returned", condition=Q(returned_on__isnull=False)
            ),
            # record_text_receipt()
            models.Index(fields=["provider_ref"], name="dispatch_of_provider", condition=~Q(provider_ref="")),
            # the cost of the month
            models.Index(fields=["sent_at"], name="dispatch_costs", condition=Q(cost_cents__isnull=False)),
            # the fate of what a request sent
            models.Index(fields=["subject_kind", "subject_ref"], name="dispatch_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_automatic(self) -> bool:
        """Everything except what an agent wrote: marked so that no answering machine replies (RFC 3834)."""
        return self.kind != DispatchKind.MESSAGE


class AddressState(models.Model):
    """An address that refused a mail, or sent one back. Mail to it still leaves; who writes to it is warned."""

    commune = models.ForeignKey("core.Commune", on_delete=models.CASCADE, related_name="faulty_addresses")
    address = models.CharField(_("adresse"), max_length=500)
    state = models.CharField(_("défaut"), max_length=10, choices=AddressFault)
    status = models.CharField(max_length=12, blank=True)
    reason = models.CharField(_("cause"), max_length=500, blank=True)
    since = models.DateTimeField(_("depuis le"))
    dispatch = models.ForeignKey(Dispatch, on_delete=models.SET_NULL, null=True, related_name="faults")

    class Meta:
        verbose_name = _("adresse en défaut")
        verbose_name_plural = _("adresses en défaut")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "address"],
                name="address_state_once",
                violation_error_message=_("Cette adresse est déjà notée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"
