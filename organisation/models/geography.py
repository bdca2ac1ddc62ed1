"""Where things are: places that receive the public, wards and streets of the commune."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from organisation.enums import PlaceKind
from organisation.rules.addresses import street_key
from organisation.rules.opening_hours import validate_opening_hours

LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]


def _valid_geometry(value: Any, kinds: tuple[str, ...], sentence: str) -> None:
    # With numpy behind it, twenty megabytes: for those who draw a ward or look for one, not for every process.
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        geometry = shape(value)
        good = geometry.geom_type in kinds and geometry.is_valid and not geometry.is_empty
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError):
        good = False
    if not good:
        raise ValidationError(sentence)


def validate_polygon(value: Any) -> None:
    _valid_geometry(value, ("Polygon", "MultiPolygon"), gettext("Ce contour n’est pas un polygone GeoJSON valable."))


def validate_line(value: Any) -> None:
    _valid_geometry(value, ("LineString", "MultiLineString"), gettext("Ce tracé n’est pas une ligne GeoJSON valable."))


class Place(models.Model):
    """Where a person can come: the town hall, a ward’s annex, a counter."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.PROTECT, related_name="places"
    )
    service = models.ForeignKey(
        "organisation.Service",
        verbose_name=_("service"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="places",
    )
    name = models.CharField(_("nom"), max_length=150)
    kind = models.CharField(_("nature"), max_length=20, choices=PlaceKind.choices, default=PlaceKind.OTHER)
    address = models.CharField(_("adresse"), max_length=250)
    postcode = models.CharField(_("code postal"), max_length=10)
    city = models.CharField(_("ville"), max_length=100)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    opening_hours = models.JSONField(_("horaires"), default=list, blank=True, validators=[validate_opening_hours])
    accessible = models.BooleanField(_("accessible en fauteuil"), default=False)
    lat = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    lon = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="organisation_place_name_once",
                violation_error_message=_("Un autre lieu porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True) | models.Q(lat__isnull=False, lon__isnull=False),
                name="organisation_place_both_coordinates",
                violation_error_message=_("Donnez la latitude et la longitude, ou aucune des deux."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    """A ward (quartier): one polygon of the commune."""

    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.CASCADE, related_name="wards"
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("nom"), max_length=100)
    polygon = models.JSONField(_("contour GeoJSON"), validators=[validate_polygon])
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("quartier")
        verbose_name_plural = _("quartiers")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                name="organisation_ward_code_once",
                violation_error_message=_("Un autre quartier porte déjà ce code."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """A street. ``folded`` is what addresses are compared on: kept by ``save``, with abbreviations spelt out."""

    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), on_delete=models.CASCADE, related_name="streets"
    )
    name = models.CharField(_("nom"), max_length=150)
    folded = models.CharField(_("clé de recherche"), max_length=160, editable=False)
    ward = models.ForeignKey(
        Ward,
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="streets",
        help_text=_("Vide quand la rue traverse plusieurs quartiers : le point décide."),
    )
    geometry = models.JSONField(_("tracé GeoJSON"), null=True, blank=True, validators=[validate_line])
    postcode = models.CharField(_("code postal"), max_length=10)

    class Meta:
        verbose_name = _("rue")
        verbose_name_plural = _("rues")
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "folded", "postcode"],
                name="organisation_street_once",
                violation_error_message=_("Cette rue est déjà dans la liste."),
            )
        ]
        # suggest_streets(): prefix, middle of a name, and close spellings
        indexes = [GinIndex(name="organisation_street_trgm", fields=["folded"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = street_key(self.name)[:160]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.folded = street_key(self.name)[:160]
