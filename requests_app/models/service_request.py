"""The aggregate: one thing that one person asked, through one channel."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import codes
from core.calendar import Period, PeriodUnit
from core.enums import Channel
from procedures.enums import Silence
from requests_app.enums import ENDED, OPEN, UNDECIDED, Kind, Phase, Restriction
from requests_app.querysets import ServiceRequestQuerySet


class ServiceRequest(models.Model):
    """Legal dates are whole days in the commune’s time zone; the regime is copied at receipt and never recomputed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("numéro"), max_length=20, unique=True)
    deposit_code = models.CharField(max_length=26, unique=True)
    codes_version = models.PositiveSmallIntegerField(default=1)

    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="requests")
    procedure_version = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    circuit_version = models.ForeignKey("procedures.CircuitVersion", on_delete=models.PROTECT, related_name="+")
    current_step = models.CharField(max_length=80)
    phase = models.CharField(_("état"), max_length=20, choices=Phase.choices, default=Phase.RECEIVED)
    channel = models.CharField(_("canal"), max_length=10, choices=Channel.choices)
    service = models.ForeignKey("organisation.Service", on_delete=models.PROTECT, related_name="requests")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_requests"
    )
    routing_reason = models.CharField(max_length=500, blank=True)
    priority = models.CharField(max_length=10, blank=True)

    citizen = models.ForeignKey(
        "citizens.Citizen", null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    # Who came for the person, under a mandate; the agent who typed it (primary key as text), empty on the site.
    filed_by = models.ForeignKey(
        "citizens.Citizen", null=True, blank=True, on_delete=models.PROTECT, related_name="filed_requests"
    )
    mandate = models.ForeignKey(
        "citizens.Mandate", null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    entered_by = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("objet"), max_length=200)
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    confidential = models.BooleanField(default=False)
    restriction = models.CharField(max_length=12, choices=Restriction.choices, default=Restriction.NONE)
    # What was written before anyone knew which procedure it was (« à qualifier »): kept as it came.
    arrival_version = models.ForeignKey(
        "procedures.ProcedureVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    arrival_answers = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    address_text = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    ward = models.ForeignKey("organisation.Ward", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    received_on = models.DateField(_("reçue le"))
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    # R112-11-4: the address used for the sending, kept apart from the person's profile.
    reply_channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    reply_email = models.EmailField(max_length=254, blank=True)
    reply_name = models.CharField(max_length=200, blank=True)
    reply_postal = models.CharField(max_length=400, blank=True)
    # Of whoever chose the telephone or text messages; notices alone go there.
    reply_phone = models.CharField(max_length=30, blank=True)
    # L112-14: the person may refuse electronic answers.
    no_email_answer = models.BooleanField(default=False)

    silence = models.CharField(max_length=12, choices=Silence.choices, default=Silence.NONE)
    period_count = models.PositiveSmallIntegerField(null=True, blank=True)
    period_unit = models.CharField(max_length=8, choices=PeriodUnit.choices, blank=True)
    regime_text = models.CharField(max_length=300, blank=True)
    regime_confirmed = models.BooleanField(default=False)
    notice_version = models.CharField(max_length=64, blank=True)
    rejection_due = models.DateField(null=True, blank=True)
    acceptance_due = models.DateField(null=True, blank=True)
    ar_due = models.BooleanField(default=True)
    ar_due_on = models.DateField(null=True, blank=True)
    ar_sent_on = models.DateField(null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    # A message came back: the person is to be reached otherwise, from this day; null once done.
    reach_on = models.DateField(null=True, blank=True)
    # The day by which a third party should have answered; read while the request waits for one.
    third_party_on = models.DateField(null=True, blank=True)
    next_due_on = models.DateField()
    next_alert_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    revision = models.PositiveIntegerField(default=0)
    last_event_kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.REGISTERED)
    last_event_at = models.DateTimeField()

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande")
        verbose_name_plural = _("demandes")
        constraints = [
            models.CheckConstraint(
                name="request_end_matches_phase",
                condition=Q(phase__in=sorted(ENDED), closed_on__isnull=False)
                | Q(phase__in=sorted(OPEN), closed_on__isnull=True),
                violation_error_message=_("Une demande terminée porte la date de sa fin, et elle seule."),
            ),
            models.CheckConstraint(
                name="request_decided_has_date",
                condition=~Q(phase=Phase.DECIDED) | Q(decided_on__isnull=False),
                violation_error_message=_("Une demande décidée porte la date de sa décision."),
            ),
            models.CheckConstraint(
                name="request_one_silence",
                condition=Q(silence=Silence.REJECTION, acceptance_due__isnull=True)
                | Q(silence=Silence.ACCEPTANCE, rejection_due__isnull=True)
                | Q(silence=Silence.NONE, acceptance_due__isnull=True, rejection_due__isnull=True),
                violation_error_message=_("Le silence vaut refus, accord, ou rien : jamais deux à la fois."),
            ),
            models.CheckConstraint(
                name="request_ar_due_has_date",
                condition=Q(ar_due=False) | Q(ar_due_on__isnull=False),
                violation_error_message=_("Un accusé de réception dû porte sa date limite."),
            ),
            models.CheckConstraint(
                name="request_point_is_whole",
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                violation_error_message=_("Un point a une latitude et une longitude."),
            ),
        ]
        indexes = [
            # inbox.page and inbox.counts: what my services must do, soonest first
            models.Index(
                fields=["service", "next_due_on", "id"], name="request_inbox", condition=Q(phase__in=sorted(OPEN))
            ),
            # inbox view "les miennes"
            models.Index(
                fields=["assigned_to", "next_due_on", "id"], name="request_mine", condition=Q(phase__in=sorted(OPEN))
            ),
            # sweep_deadlines: querysets.to_sweep()
            models.Index(
                fields=["next_alert_on"],
                name="request_sweep",
                condition=Q(phase__in=sorted(UNDECIDED), next_alert_on__isnull=False),
            ),
            # inbox views "attente-usager", filter "état": one phase of one service, soonest first
            models.Index(
                fields=["service", "phase", "next_due_on", "id"],
                name="request_open_by_phase",
                condition=Q(phase__in=sorted(OPEN)),
            ),
            # inbox view "sans-affectation", filter "agent : à affecter"
            models.Index(
                fields=["service", "next_due_on", "id"],
                name="request_unassigned",
                condition=Q(phase__in=sorted(OPEN), assigned_to__isnull=True),
            ),
            # inbox view "a-qualifier" and its tray: the few of the system procedure
            models.Index(
                fields=["procedure", "service", "next_due_on", "id"],
                name="request_open_procedure",
                condition=Q(phase__in=sorted(OPEN)),
            ),
            # inbox view "toutes", closed ones included; then each of its filters, whatever the share that answers it
            models.Index(fields=["service", "-received_on", "-id"], name="request_by_service"),
            models.Index(fields=["service", "phase", "-received_on", "-id"], name="request_by_phase"),
            models.Index(fields=["service", "channel", "-received_on", "-id"], name="request_by_channel"),
            models.Index(
                fields=["assigned_to", "service", "-received_on", "-id"],
                name="request_by_agent",
                condition=Q(assigned_to__isnull=False),
            ),
            models.Index(
                fields=["service", "-received_on", "-id"],
                name="request_never_assigned",
                condition=Q(assigned_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.phase in OPEN

    @property
    def is_anonymous(self) -> bool:
        """Nobody said who they are nor where to write: link and number + spoken code only."""
        return self.citizen_id is None and not (self.reply_name or self.reply_email or self.reply_postal)

    @property
    def spoken_code(self) -> str:
        return codes.spoken_code(self.public_id, self.codes_version)

    @property
    def link_token(self) -> str:
        return codes.link_token(self.public_id, self.codes_version)

    @property
    def period(self) -> Period | None:
        if not self.period_count or not self.period_unit:
            return None
        return Period(self.period_count, PeriodUnit(self.period_unit))

    @property
    def legal_due(self):
        """The date at which silence decides, or None."""
        return self.rejection_due or self.acceptance_due

    @property
    def answers_by_email(self) -> bool:
        """CRPA L112-14: electronically unless the person refuses."""
        return bool(self.reply_email) and not self.no_email_answer
