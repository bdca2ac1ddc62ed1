from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.models.citizen import Citizen
from core.enums import Channel


class Consent(models.Model):
    """What a person agreed to where consent is the basis (GDPR art. 7): which text, when, and when it was withdrawn."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="consents")
    purpose = models.SlugField(_("finalité"), max_length=60)
    text_version = models.CharField(_("version du texte"), max_length=40)
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="citizens_consent_once",
                fields=["citizen", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("Ce consentement est déjà donné."),
            ),
            models.CheckConstraint(
                name="citizens_consent_withdrawn_after",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                violation_error_message=_("Un consentement est retiré après avoir été donné."),
            ),
        ]

    def __str__(self) -> str:
        return f"consentement {self.pk}"
