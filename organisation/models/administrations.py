"""Administrations that are competent where the town is not: the file goes to them (CRPA L114-2)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Administration(models.Model):
    """Where a wrongly addressed request is sent on; written to by e-mail when it has an address, else by letter."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="administrations")
    name = models.CharField(_("nom"), max_length=150)
    postal_address = models.CharField(_("adresse postale"), max_length=250)
    postcode = models.CharField(_("code postal"), max_length=10)
    city = models.CharField(_("ville"), max_length=100)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    competences = models.CharField(
        _("compétences"), max_length=400, help_text=_("Ce qu’on lui demande, en quelques mots que l’agent reconnaît.")
    )
    is_active = models.BooleanField(_("proposée"), default=True)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="administration_once",
                violation_error_message=_("Cette administration est déjà dans l’annuaire."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def postal_lines(self) -> list[str]:
        lines = [*self.postal_address.splitlines(), f"{self.postcode} {self.city}"]
        return [line.strip() for line in lines if line.strip()]
