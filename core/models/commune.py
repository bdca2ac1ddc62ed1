"""The town: everything that is its own (name, theme, time zone, map, choices) lives in this row."""

from __future__ import annotations

import uuid
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.colours import validate_component_colour, validate_text_colour
from core.folding import unaccent


class CommuneQuerySet(models.QuerySet["Commune"]):
    def current(self) -> Commune:
        """The commune this installation serves (one today; faces ask here, nobody caches it)."""
        return self.order_by("pk")[:1].get()


class CommuneManager(models.Manager.from_queryset(CommuneQuerySet)):  # type: ignore[misc]
    """The plan of the town is heavier than all the rest, and read by the page of the map alone: it comes when asked.

    Where the commune is joined (``select_related``), say so too: ``.defer("commune__map_layer")``.
    """

    def get_queryset(self) -> CommuneQuerySet:
        return super().get_queryset().defer("map_layer")


class Commune(models.Model):
    """One town. ``opening_hours`` is a list of ``{"days": "Lundi au vendredi", "hours": "8 h 30 – 18 h"}``."""

    class AccessibilityLevel(models.TextChoices):
        NONE = "none", _("non conforme")
        PARTIAL = "partial", _("partiellement conforme")
        FULL = "full", _("totalement conforme")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("code"), unique=True)
    insee_code = models.CharField(_("code Insee"), max_length=5)
    postcode = models.CharField(_("code postal"), max_length=5)
    address = models.CharField(_("adresse de l’hôtel de ville"), max_length=200, blank=True)
    phone = models.CharField(_("téléphone de l’accueil"), max_length=30, blank=True)
    email = models.EmailField(_("courriel de l’accueil"), blank=True)
    website = models.URLField(_("site internet"), blank=True)
    opening_hours = models.JSONField(_("horaires"), default=list, blank=True)
    timezone = models.CharField(_("fuseau horaire"), max_length=60, default="Europe/Paris")
    alsace_moselle = models.BooleanField(
        _("jours fériés d’Alsace-Moselle"),
        default=False,
        help_text=_("Vendredi saint et 26 décembre (code du travail, L3134-13)."),
    )
    primary_colour = models.CharField(
        _("couleur principale"), max_length=7, default="#0b7a5b", validators=[validate_text_colour]
    )
    accent_colour = models.CharField(
        _("seconde couleur"), max_length=7, default="#4f46a5", validators=[validate_component_colour]
    )
    logo_svg_name = models.CharField(
        _("logo"), max_length=80, blank=True, help_text=_("Nom d’un dessin de static/logos.")
    )
    map_layer = models.JSONField(_("plan de la ville (GeoJSON)"), null=True, blank=True)
    map_tile_url = models.CharField(_("adresse de tuiles"), max_length=300, blank=True)
    map_attribution = models.CharField(_("mention du plan"), max_length=200, blank=True)
    map_centre_lat = models.FloatField(_("centre du plan, latitude"), null=True, blank=True)
    map_centre_lon = models.FloatField(_("centre du plan, longitude"), null=True, blank=True)
    accessibility_level = models.CharField(
        _("accessibilité"), max_length=10, choices=AccessibilityLevel, default=AccessibilityLevel.NONE
    )
    deliver_record_online = models.BooleanField(
        _("remettre l’acte en ligne"),
        default=False,
        help_text=_(
            "Le décret 2017-890 (art. 29) prévoit l’envoi postal ou la remise en main propre : faites valider ce choix."
        ),
    )
    files_without_scanner = models.BooleanField(
        _("ouvrir les fichiers sans antivirus"),
        default=False,
        help_text=_("Les fichiers s’ouvrent alors sous un avertissement. À éviter."),
    )

    objects = CommuneManager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        constraints = [
            models.CheckConstraint(
                name="commune_map_centre_is_whole",
                condition=models.Q(map_centre_lat__isnull=True, map_centre_lon__isnull=True)
                | models.Q(map_centre_lat__range=(-90, 90), map_centre_lon__range=(-180, 180)),
                violation_error_message=_("Le centre du plan a une latitude et une longitude, ou aucune des deux."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.timezone not in available_timezones():
            raise ValidationError({"timezone": _("Ce fuseau horaire n’existe pas, écrivez par exemple Europe/Paris.")})

    @property
    def article_name(self) -> str:
        """« d’Admiville », « de Lyon », « du Havre », « des Mureaux »: after « Ville » or « Mairie »."""
        for article, contraction in (("Le ", "du "), ("Les ", "des ")):
            if self.name.startswith(article):
                return contraction + self.name.removeprefix(article)
        return ("d’" if unaccent(self.name[:1]).lower() in "aeiouyh" else "de ") + self.name

    @property
    def title(self) -> str:
        return f"Ville {self.article_name}"
