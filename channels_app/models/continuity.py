"""Blank forms for a day without network: each bears a code reserved before any request exists."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from channels_app.enums import PackState


class FormPack(models.Model):
    """One printing: which procedures, how many copies, and the PDF once it is made."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=PackState.choices, default=PackState.ASKED)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("lot de formulaires vierges")
        verbose_name_plural = _("lots de formulaires vierges")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["commune", "-made_at"], name="form_pack_latest")]

    def __str__(self) -> str:
        return str(self.public_id)


class ReservedCode(models.Model):
    """A deposit code of the continuity pack: no number until it is entered, used once."""

    code = models.CharField(max_length=26, unique=True)
    pack = models.ForeignKey(FormPack, on_delete=models.PROTECT, related_name="codes")
    procedure_version = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField()
    used_by = models.OneToOneField(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="reserved_code"
    )
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code réservé")
        verbose_name_plural = _("codes réservés")
        constraints = [
            models.CheckConstraint(
                name="reserved_code_used_whole",
                condition=models.Q(used_by__isnull=True, used_at__isnull=True)
                | models.Q(used_by__isnull=False, used_at__isnull=False),
                violation_error_message=_("Un code employé porte sa demande et sa date."),
            )
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
