"""Days when nobody is there: exceptional closures of a place, a service or the town; absences of agents."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.querysets import AbsenceQuerySet, ClosureQuerySet


class DateRange(Func):
    """``daterange(from, to, '[]')``: both days are in it."""

    function = "DATERANGE"


class Closure(models.Model):
    """Neither place nor service: the whole town. Moves call-backs and service targets, never a legal clock."""

    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.CASCADE, related_name="closures"
    )
    place = models.ForeignKey(
        "organisation.Place",
        verbose_name=_("lieu"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closures",
        help_text=_("Ce lieu seulement. Ni lieu ni service : toute la ville."),
    )
    service = models.ForeignKey(
        "organisation.Service",
        verbose_name=_("service"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closures",
        help_text=_("Ce service et les lieux où il reçoit."),
    )
    from_on = models.DateField(_("du"))
    to_on = models.DateField(_("au"), help_text=_("Dernier jour de fermeture."))
    label = models.CharField(
        _("motif"), max_length=120, help_text=_("Tel que le public le lit : « Fêtes de fin d’année ».")
    )

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("fermeture exceptionnelle")
        verbose_name_plural = _("fermetures exceptionnelles")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="closure_ends_after_it_begins",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message=_("Le dernier jour de fermeture vient avant le premier."),
            ),
            models.CheckConstraint(
                name="closure_place_or_service",
                condition=Q(place__isnull=True) | Q(service__isnull=True),
                violation_error_message=_("Choisissez un lieu ou un service, pas les deux."),
            ),
        ]
        # presence.closed_days(): those of a town that are not over
        indexes = [models.Index(fields=["commune", "to_on"], name="closure_not_over")]

    def __str__(self) -> str:
        return f"{self.label}, {self.from_on:%d/%m/%Y}"


class Absence(models.Model):
    """Whole days, both included; no reason is kept. ``replacement`` empty: the head of the service stands in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="absences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    replacement = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="replacements"
    )
    from_on = models.DateField(_("du"))
    to_on = models.DateField(_("au"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message=_("Le dernier jour d’absence vient avant le premier."),
            ),
            models.CheckConstraint(
                name="absence_not_replaced_by_oneself",
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("user")),
                violation_error_message=_("Personne ne se remplace soi-même."),
            ),
            ExclusionConstraint(
                name="absence_once_a_day",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (DateRange("from_on", "to_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Une absence est déjà notée pour ces jours."),
            ),
        ]
        # presence.away(): those of a town that are not over
        indexes = [models.Index(fields=["commune", "to_on"], name="absence_not_over")]

    def __str__(self) -> str:
        """No name: this text may go into a log."""
        return f"absence {self.pk} de l’agent {self.user_id}"
