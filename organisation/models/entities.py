"""In whose name the town acts, and the watertight sectors of the order of 4 July 2013."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.enums import EntityKind


class DataSector(models.Model):
    """A sector of local teleservices (order of 4 July 2013, art. 3): what one handles the others do not see."""

    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.PROTECT, related_name="data_sectors"
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("nom"), max_length=150)
    legal_source = models.CharField(_("texte"), max_length=200, blank=True)
    approved_on = models.DateField(
        _("validé le"), null=True, blank=True, help_text=_("Par le responsable de traitement, après avis du DPO.")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("validé par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("secteur de données")
        verbose_name_plural = _("secteurs de données")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                name="organisation_sector_code_once",
                violation_error_message=_("Un autre secteur porte déjà ce code."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class LegalEntity(models.Model):
    """The commune, its CCAS or its caisse des écoles: letterhead, controller of the data, DPO, competent court."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.PROTECT, related_name="legal_entities"
    )
    kind = models.CharField(_("nature"), max_length=10, choices=EntityKind.choices)
    name = models.CharField(_("nom"), max_length=150, help_text=_("« Ville d’Admiville », « CCAS d’Admiville »."))
    address_line_1 = models.CharField(_("adresse"), max_length=150)
    address_line_2 = models.CharField(_("complément d’adresse"), max_length=150, blank=True)
    postcode = models.CharField(_("code postal"), max_length=10)
    city = models.CharField(_("ville"), max_length=100)
    phone = models.CharField(_("téléphone"), max_length=30)
    email = models.EmailField(_("adresse électronique"))
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    representative = models.CharField(
        _("représentant légal"),
        max_length=150,
        blank=True,
        help_text=_("« Madame la maire », « le président du CCAS »."),
    )
    publication_director = models.CharField(
        _("directeur de la publication"),
        max_length=150,
        blank=True,
        help_text=_("Mention légale du site (loi n° 2004-575, article 1-1)."),
    )
    host = models.TextField(
        _("hébergeur"), blank=True, help_text=_("Nom, adresse et téléphone de l’hébergeur du site.")
    )
    dpo_name = models.CharField(_("délégué à la protection des données"), max_length=150, blank=True)
    dpo_email = models.EmailField(_("adresse électronique du DPO"), blank=True)
    dpo_address = models.CharField(_("adresse postale du DPO"), max_length=250, blank=True)
    court_name = models.CharField(_("tribunal administratif"), max_length=150, blank=True)
    court_address = models.CharField(_("adresse du tribunal"), max_length=250, blank=True)
    telerecours = models.BooleanField(_("saisine par Télérecours citoyens"), default=True)
    mediator = models.CharField(
        _("médiateur"), max_length=250, blank=True, help_text=_("Médiateur territorial, s’il y en a un.")
    )

    class Meta:
        verbose_name = _("entité juridique")
        verbose_name_plural = _("entités juridiques")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="organisation_entity_name_once",
                violation_error_message=_("Une autre entité porte déjà ce nom."),
            ),
            models.UniqueConstraint(
                fields=["commune"],
                condition=models.Q(kind=EntityKind.COMMUNE),
                name="organisation_one_commune_entity",
                violation_error_message=_("La commune a déjà son entité juridique."),
            ),
            models.CheckConstraint(
                condition=models.Q(siret="") | models.Q(siret__regex=r"^[0-9]{14}$"),
                name="organisation_entity_siret_digits",
                violation_error_message=_("Le SIRET compte 14 chiffres, sans espace."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def postal_lines(self) -> list[str]:
        """The address as printed on an envelope, without the name."""
        lines = [self.address_line_1, self.address_line_2, f"{self.postcode} {self.city}"]
        return [line for line in lines if line.strip()]

    @property
    def postal_address(self) -> str:
        """On one line, for sentences."""
        return ", ".join(self.postal_lines)
