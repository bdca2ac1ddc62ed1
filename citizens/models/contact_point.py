from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.enums import ContactKind
from citizens.models.citizen import Citizen
from citizens.querysets import ContactPointQuerySet


class ContactPoint(models.Model):
    """A way to reach a person. Several people may share one: nothing is unique across persons.

    `ended_on`: kept, no longer used. `veiled`: known only through a confidential request.
    """

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    value = models.CharField(max_length=500)
    normalised = models.CharField(max_length=500)
    label = models.CharField(_("précision"), max_length=60, blank=True)
    veiled = models.BooleanField(default=False)
    ended_on = models.DateField(_("n’est plus utilisée depuis le"), null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordonnée")
        verbose_name_plural = _("coordonnées")
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "normalised"], name="citizens_contact")]
        constraints = [
            models.UniqueConstraint(
                name="citizens_contact_once",
                fields=["citizen", "kind", "normalised"],
                violation_error_message=_("Cette coordonnée est déjà enregistrée pour cette personne."),
            ),
            models.CheckConstraint(
                name="citizens_contact_filled",
                condition=~Q(value="") & ~Q(normalised=""),
                violation_error_message=_("Une coordonnée ne peut pas être vide."),
            ),
        ]

    def __str__(self) -> str:
        return f"coordonnée {self.pk}"
