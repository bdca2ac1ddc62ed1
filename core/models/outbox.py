"""Facts and their deliveries: written with the change itself, delivered until done (house.md §5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import DeliveryState, Lane


class OutboxEvent(models.Model):
    """A fact. The payload carries ids, never personal data."""

    name = models.CharField(max_length=60)
    payload = models.JSONField()
    occurred_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class OutboxDelivery(models.Model):
    """One handler to call for one fact; ``handler`` is ``module:function``."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=160)
    lane = models.CharField(max_length=12, choices=Lane)
    state = models.CharField(max_length=6, choices=DeliveryState, default=DeliveryState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("livraison")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "handler"],
                name="outbox_one_delivery_a_handler",
                violation_error_message=_("Un fait n’est remis qu’une fois à chaque abonné."),
            ),
        ]
        indexes = [
            # relay(): oldest due first, in one lane
            models.Index(fields=["lane", "due_at", "id"], name="outbox_due", condition=models.Q(state="due")),
            # failures screen and /sante
            models.Index(fields=["id"], name="outbox_dead", condition=models.Q(state="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"
