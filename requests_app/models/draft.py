"""A form being filled in: saved as one types, purged when never sent."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import Channel


class Draft(models.Model):
    """``request`` makes sending idempotent: a sent draft names its one request for ever."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder, blank=True)
    # What was typed and is not (yet) valid: shown again, never lost.
    raw = models.JSONField(default=dict, encoder=DjangoJSONEncoder, blank=True)
    page_key = models.CharField(max_length=80, blank=True)
    # At the desk: for whom, and by which agent (primary key as text).
    citizen = models.ForeignKey(
        "citizens.Citizen", null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    entered_by = models.CharField(max_length=40, blank=True)
    resume_code = models.CharField(max_length=20, unique=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_on = models.DateField(db_index=True)
    request = models.OneToOneField(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="draft"
    )

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_sent(self) -> bool:
        return self.request_id is not None
