"""Any call, visit, letter or e-mail that opens no request: who, about what, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_app.enums import ContactDirection, ContactOutcome
from channels_app.querysets import ContactQuerySet
from core.enums import Channel


class Contact(models.Model):
    """``service``: whose matter it was; ``confidential``: invisible to who may not see confidential requests there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("canal"), max_length=10, choices=Channel.choices)
    direction = models.CharField(_("sens"), max_length=4, choices=ContactDirection.choices, default=ContactDirection.IN)
    at = models.DateTimeField(default=timezone.now)
    citizen = models.ForeignKey(
        "citizens.Citizen", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    service = models.ForeignKey("organisation.Service", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("objet"), max_length=300)
    outcome = models.CharField(_("suite"), max_length=10, choices=ContactOutcome.choices)
    request = models.ForeignKey(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    call = models.ForeignKey(
        "channels_app.PhoneCall", null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    confidential = models.BooleanField(default=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                name="contact_says_its_subject",
                condition=~Q(subject=""),
                violation_error_message=_("Dites l’objet du contact."),
            ),
        ]
        indexes = [
            # last_contacts: those of one person, newest first
            models.Index(fields=["citizen", "-at"], name="contact_of_person"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"
