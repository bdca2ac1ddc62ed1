import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.enums import Civility, ContactKind
from citizens.querysets import CitizenQuerySet, ContactPointQuerySet
from core.enums import Channel

OLDEST_BIRTH = "1880-01-01"


class Citizen(models.Model):
    """A person known to the town. Merging moves no row: `canonical` points to the kept person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    canonical = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    civility = models.CharField(max_length=8, choices=Civility.choices, blank=True)
    family_name = models.CharField(_("nom de famille"), max_length=150)
    name_in_use = models.CharField(_("nom d’usage"), max_length=150, blank=True)
    first_names = models.CharField(_("prénoms"), max_length=150, blank=True)
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    sort_key = models.CharField(max_length=320)
    folded_name = models.CharField(max_length=320)
    language = models.CharField(max_length=8, default="fr")
    preferred_channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CitizenQuerySet.as_manager()

    class Meta:
        verbose_name = _("usager")
        verbose_name_plural = _("usagers")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["commune", "folded_name"], name="citizens_folded"),
            models.Index(fields=["commune", "sort_key", "id"], name="citizens_sorted"),
        ]
        constraints = [
            models.CheckConstraint(
                name="citizens_named",
                condition=~Q(family_name="") & ~Q(folded_name=""),
                violation_error_message=_("Le nom de famille manque."),
            ),
            models.CheckConstraint(
                name="citizens_not_merged_into_self",
                condition=Q(canonical__isnull=True) | ~Q(canonical=F("id")),
                violation_error_message=_("Une personne ne peut pas être fusionnée avec elle-même."),
            ),
            models.CheckConstraint(
                name="citizens_birth_plausible",
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte=OLDEST_BIRTH),
                violation_error_message=_("La date de naissance est trop ancienne."),
            ),
        ]

    def __str__(self) -> str:
        return f"usager {self.pk}"

    @property
    def last_name(self) -> str:
        """The name people use: the name in use when there is one, else the family name."""
        return self.name_in_use or self.family_name

    @property
    def display_name(self) -> str:
        return f"{self.first_names} {self.last_name}".strip()

    @property
    def letter_name(self) -> str:
        """As on an envelope: « Madame Malika Benhaddou »."""
        civility = str(Civility(self.civility).label) if self.civility else ""
        return f"{civility} {self.display_name}".strip()

    @property
    def initials(self) -> str:
        return f"{self.first_names[:1]}{self.last_name[:1]}".upper()


class ContactPoint(models.Model):
    """A way to reach a person. Several people may share one: nothing is unique across persons."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    value = models.CharField(max_length=500)
    normalised = models.CharField(max_length=500)
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
