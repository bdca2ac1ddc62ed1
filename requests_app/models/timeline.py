"""The story, append-only: codes, ids and dates; words live in Message and Note."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actor import ActorKind
from requests_app.enums import CLOCK_KINDS, Kind


class TimelineEntry(models.Model):
    """``effective_on`` is the legal day; ``occurred_at`` when it happened; ``recorded_at`` when it was written."""

    request = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="timeline")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    effective_on = models.DateField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    actor_ref = models.CharField(max_length=40, blank=True)
    visible_to_citizen = models.BooleanField(default=False)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder, blank=True)
    message = models.ForeignKey(
        "requests_app.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.ForeignKey("requests_app.Note", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.ForeignKey(
        "requests_app.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("entrée du journal")
        verbose_name_plural = _("journal")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind", "effective_on"],
                condition=Q(kind__in=sorted(CLOCK_KINDS)),
                name="timeline_clock_once",
                violation_error_message=_("Cette échéance est déjà au journal."),
            ),
        ]
        indexes = [models.Index(fields=["request", "occurred_at", "id"], name="timeline_of_request")]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"
