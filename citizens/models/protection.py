from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.models.citizen import Citizen


class AddressKeeper(models.Model):
    """An agent named to see a protected address; nobody else does, whatever their role."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="address_keepers")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("agent habilité à voir l’adresse")
        verbose_name_plural = _("agents habilités à voir l’adresse")
        constraints = [
            models.UniqueConstraint(
                name="citizens_keeper_once",
                fields=["citizen", "user"],
                violation_error_message=_("Cet agent est déjà habilité."),
            ),
        ]

    def __str__(self) -> str:
        return f"agent {self.user_id} habilité pour l’usager {self.citizen_id}"
