"""Proof of each acknowledgement: what it said, when, by which channel, to which address (CRPA L112-11, L112-12)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import Channel
from requests_app.enums import AcknowledgementKind


class Acknowledgement(models.Model):
    """One row a request and a kind, whatever is delivered twice."""

    request = models.ForeignKey(
        "requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="acknowledgements"
    )
    kind = models.CharField(max_length=3, choices=AcknowledgementKind.choices)
    issued_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=400, blank=True)
    mentions = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # sha256 of the canonical JSON of the mentions
    content_sha256 = models.CharField(max_length=64)
    dispatch = models.OneToOneField(
        "messaging.Dispatch", null=True, blank=True, on_delete=models.PROTECT, related_name="acknowledgement"
    )

    class Meta:
        verbose_name = _("accusé")
        verbose_name_plural = _("accusés")
        constraints = [models.UniqueConstraint(fields=["request", "kind"], name="acknowledgement_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.request_id}"
