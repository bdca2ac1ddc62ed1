"""A call as the switchboard told it. The number shown is never a proof of who calls."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_app.enums import LIVE, CallEvent, CallState
from channels_app.querysets import PhoneCallQuerySet


class PhoneCall(models.Model):
    """Its state follows from its instants, whatever the order in which the events came.

    ``caller``: E.164 (« +33639982760 »), digits alone for an internal number, empty when hidden or unreadable.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    call_id = models.CharField(max_length=120)
    line = models.CharField(_("ligne appelée"), max_length=32, blank=True)
    caller = models.CharField(_("appelant"), max_length=32, blank=True)
    caller_hidden = models.BooleanField(_("numéro masqué"), default=False)
    extension = models.CharField(_("poste"), max_length=8, blank=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("état"), max_length=8, choices=CallState.choices, default=CallState.RINGING)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Said by the agent; null until then.
    citizen = models.ForeignKey(
        "citizens.Citizen", null=True, blank=True, on_delete=models.SET_NULL, related_name="calls"
    )
    # The call-back opened for a lost call.
    call_back = models.ForeignKey(
        "requests_app.Task", null=True, blank=True, on_delete=models.SET_NULL, related_name="calls"
    )

    objects = PhoneCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("appel")
        verbose_name_plural = _("appels")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "call_id"],
                name="phone_call_once",
                violation_error_message=_("Cet appel est déjà connu."),
            ),
            models.CheckConstraint(
                name="phone_call_state_follows_instants",
                condition=Q(state=CallState.RINGING, answered_at__isnull=True, ended_at__isnull=True)
                | Q(state=CallState.ANSWERED, answered_at__isnull=False, ended_at__isnull=True)
                | Q(state=CallState.ENDED, answered_at__isnull=False, ended_at__isnull=False)
                | Q(state=CallState.LOST, answered_at__isnull=True, ended_at__isnull=False),
                violation_error_message=_("L’état d’un appel suit de ses heures."),
            ),
        ]
        indexes = [
            # reading.current_call, asked every few seconds by each agent with an extension
            models.Index(fields=["agent", "-started_at"], name="phone_call_live", condition=Q(state__in=sorted(LIVE))),
            # the log of the day, waiting_calls, the nightly purge
            models.Index(fields=["commune", "-started_at"], name="phone_call_log"),
            # who calls again
            models.Index(fields=["caller", "-started_at"], name="phone_call_caller", condition=~Q(caller="")),
        ]

    def __str__(self) -> str:
        return f"appel {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_internal(self) -> bool:
        return bool(self.caller) and not self.caller.startswith("+")


class PhoneEvent(models.Model):
    """One event of one call, once: a hook played again does nothing."""

    call = models.ForeignKey(PhoneCall, on_delete=models.CASCADE, related_name="events")
    event = models.CharField(max_length=8, choices=CallEvent.choices)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("événement d’appel")
        verbose_name_plural = _("événements d’appel")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "event"],
                name="phone_event_once",
                violation_error_message=_("Cet événement est déjà connu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.call_id}"
