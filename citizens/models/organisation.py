from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.models.citizen import Citizen


class OrganisationContact(models.Model):
    """A person who speaks for an association or a firm, and as what."""

    organisation = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="organisation_contacts")
    person = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="speaks_for")
    role = models.CharField(_("qualité"), max_length=80, blank=True)
    until_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contact d’un organisme")
        verbose_name_plural = _("contacts d’un organisme")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="citizens_organisation_contact_once",
                fields=["organisation", "person"],
                violation_error_message=_("Cette personne est déjà un contact de cet organisme."),
            ),
            models.CheckConstraint(
                name="citizens_organisation_contact_two",
                condition=~Q(organisation=F("person")),
                violation_error_message=_("Un organisme n’est pas son propre contact."),
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.person_id} de l’organisme {self.organisation_id}"
