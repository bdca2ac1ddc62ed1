"""Before any content is read out: how an agent made sure of who is on the line or in front."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_app.enums import IdentityMethod


class IdentityCheck(models.Model):
    """Which facts were ticked, never their values; an identity document is seen, never copied."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    citizen = models.ForeignKey("citizens.Citizen", on_delete=models.CASCADE, related_name="identity_checks")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=IdentityMethod.choices)
    facts = models.JSONField(default=list, blank=True)
    # The request whose number and code were given.
    request = models.ForeignKey(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The call or the visit, known by the room above.
    contact_ref = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("vérification d’identité")
        verbose_name_plural = _("vérifications d’identité")
        indexes = [
            # reading.identity.valid_check: the last check of this person by this agent
            models.Index(fields=["citizen", "agent", "-checked_at"], name="identity_last"),
        ]
        constraints = [
            models.CheckConstraint(
                name="identity_code_names_request",
                condition=~Q(method=IdentityMethod.CODE) | Q(facts=[]),
                violation_error_message=_("Un code se suffit : il ne porte aucun fait coché."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
