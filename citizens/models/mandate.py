import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.enums import MandateScope
from citizens.models.citizen import Citizen
from citizens.querysets import MandateQuerySet


class Mandate(models.Model):
    """Someone acts for someone (code civil, art. 1984): always with an end, and both are told.

    A family or a procedure is named by its code: both live on a floor above.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="mandates_given")
    mandatary = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="mandates_received")
    scope = models.CharField(_("étendue"), max_length=12, choices=MandateScope.choices, default=MandateScope.EVERYTHING)
    family = models.CharField(_("code de la famille"), max_length=60, blank=True)
    procedure = models.CharField(_("code de la démarche"), max_length=60, blank=True)
    from_on = models.DateField(_("à partir du"))
    until_on = models.DateField(_("jusqu’au"))
    document = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("pièce")
    )
    revoked_on = models.DateField(_("révoqué le"), null=True, blank=True)
    entered_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["-until_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="citizens_mandate_two_people",
                condition=~Q(principal=F("mandatary")),
                violation_error_message=_("Personne ne se donne mandat à soi-même."),
            ),
            models.CheckConstraint(
                name="citizens_mandate_ends_after",
                condition=Q(until_on__gte=F("from_on")),
                violation_error_message=_("Le mandat finit avant de commencer."),
            ),
            models.CheckConstraint(
                name="citizens_mandate_scope_named",
                condition=Q(scope=MandateScope.EVERYTHING, family="", procedure="")
                | (Q(scope=MandateScope.FAMILY, procedure="") & ~Q(family=""))
                | (Q(scope=MandateScope.PROCEDURE, family="") & ~Q(procedure="")),
                violation_error_message=_("Dites pour quelle famille ou quelle démarche vaut le mandat."),
            ),
        ]

    def __str__(self) -> str:
        return f"mandat {self.pk}"
