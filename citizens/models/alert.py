import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.enums import AlertKind
from citizens.models.citizen import Citizen
from citizens.querysets import AlertQuerySet


class PersonAlert(models.Model):
    """What the next agent must know, from a closed list, with an author and an end: never free text."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(_("alerte"), max_length=16, choices=AlertKind.choices)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField(_("jusqu’au"))
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="citizens_alert_once",
                fields=["citizen", "kind"],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("Cette alerte est déjà posée sur cette personne."),
            ),
            models.CheckConstraint(
                name="citizens_alert_of_the_list",
                condition=Q(kind__in=AlertKind.values),
                violation_error_message=_("Choisissez une alerte de la liste."),
            ),
        ]

    def __str__(self) -> str:
        return f"alerte {self.pk}"
