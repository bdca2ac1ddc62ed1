"""Services (departments of the town hall) and the roles agents hold in them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _
from guardian.models.models import UserObjectPermissionBase

from organisation.enums import Role
from organisation.rules.opening_hours import validate_opening_hours


class Service(models.Model):
    """A department: what a request is routed to, and whose address the acknowledgement bears (CRPA R112-5)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.PROTECT, related_name="services"
    )
    legal_entity = models.ForeignKey(
        "organisation.LegalEntity",
        verbose_name=_("entité juridique"),
        on_delete=models.PROTECT,
        related_name="services",
    )
    sector = models.ForeignKey(
        "organisation.DataSector",
        verbose_name=_("secteur de données"),
        on_delete=models.PROTECT,
        related_name="services",
        help_text=_("Les agents ne voient pas les demandes des autres secteurs."),
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("direction"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.SlugField(_("code"), max_length=40, help_text=_("Utilisé par les démarches ; ne change plus."))
    name = models.CharField(_("nom"), max_length=150)
    short_name = models.CharField(_("nom court"), max_length=40, help_text=_("Pour les listes : « État civil »."))
    postal_address = models.CharField(_("adresse postale"), max_length=250)
    postcode = models.CharField(_("code postal"), max_length=10)
    city = models.CharField(_("ville"), max_length=100)
    phone = models.CharField(_("téléphone"), max_length=30)
    email = models.EmailField(_("adresse électronique"), help_text=_("Le service y est prévenu des demandes reçues."))
    opening_hours = models.JSONField(_("horaires"), default=list, blank=True, validators=[validate_opening_hours])
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsable"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="headed_services",
    )
    is_active = models.BooleanField(_("en activité"), default=True)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["order", "name"]
        permissions = [(role.value, role.label) for role in Role]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                name="organisation_service_code_once",
                violation_error_message=_("Un autre service porte déjà ce code."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="organisation_service_not_its_own_parent",
                violation_error_message=_("Un service n’est pas sa propre direction."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Nothing crosses from one commune to another, and the tree of services has no ring."""
        super().clean()
        same_commune = {
            "legal_entity": gettext("Cette entité est d’une autre commune."),
            "sector": gettext("Ce secteur est d’une autre commune."),
        }
        for field, sentence in same_commune.items():
            related = getattr(self, field, None) if getattr(self, f"{field}_id", None) else None
            if related and self.commune_id and related.commune_id != self.commune_id:
                raise ValidationError({field: sentence})
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError(
                    {"parent": gettext("Ce service dépendrait de lui-même : choisissez une autre direction.")}
                )
            seen.add(above.pk)
            above = above.parent

    @property
    def postal_lines(self) -> list[str]:
        lines = [*self.postal_address.splitlines(), f"{self.postcode} {self.city}"]
        return [line.strip() for line in lines if line.strip()]


class ServiceUserObjectPermission(UserObjectPermissionBase):
    """One role of one agent in one service. A few hundred rows in a town; never one a request."""

    content_object = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.CASCADE, related_name="grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")

    def __str__(self) -> str:
        """No name: this text goes into the log of configuration changes."""
        return f"{self.permission.codename}, service {self.content_object_id}, agent {self.user_id}"
