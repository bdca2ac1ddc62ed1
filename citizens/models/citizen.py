import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.enums import ORGANISATIONS, Civility, Need, PartyKind
from citizens.querysets import CitizenQuerySet
from core.enums import Channel

OLDEST_BIRTH = "1880-01-01"


class Citizen(models.Model):
    """A person, an association or a firm known to the town. Merging moves no row: `canonical` points to the kept one.

    `veiled`: known only through a confidential request; `birth_veiled`: the person is known otherwise, the birth date
    is not. `protected`: the postal address is for the named agents alone (AddressKeeper). `revision` grows with each
    change, so that two agents never overwrite each other. The name of an organisation is its `family_name`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    canonical = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    kind = models.CharField(_("nature"), max_length=12, choices=PartyKind.choices, default=PartyKind.PERSON)
    registration = models.CharField(_("numéro RNA ou SIRET"), max_length=14, blank=True)
    civility = models.CharField(max_length=8, choices=Civility.choices, blank=True)
    family_name = models.CharField(_("nom de famille"), max_length=150)
    name_in_use = models.CharField(_("nom d’usage"), max_length=150, blank=True)
    first_names = models.CharField(_("prénoms"), max_length=150, blank=True)
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    sort_key = models.CharField(max_length=320)
    folded_name = models.CharField(max_length=320)
    language = models.CharField(max_length=8, default="fr")
    preferred_channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    needs = ArrayField(models.CharField(max_length=20, choices=Need.choices), default=list, blank=True)
    protected = models.BooleanField(_("adresse protégée"), default=False)
    veiled = models.BooleanField(default=False)
    birth_veiled = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CitizenQuerySet.as_manager()

    class Meta:
        verbose_name = _("usager")
        verbose_name_plural = _("usagers")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["commune", "folded_name"], name="citizens_folded"),
            models.Index(fields=["commune", "sort_key", "id"], name="citizens_sorted"),
            models.Index(fields=["registration"], name="citizens_registered", condition=~Q(registration="")),
            models.Index(fields=["id"], name="citizens_protected", condition=Q(protected=True)),
            # probable_duplicates: born the same day
            models.Index(fields=["commune", "birth_date"], name="citizens_born", condition=Q(birth_date__isnull=False)),
            # « Associations et entreprises », by name: a few among three hundred thousand people
            models.Index(
                fields=["commune", "sort_key", "id"],
                name="citizens_bodies",
                condition=Q(kind__in=sorted(ORGANISATIONS), canonical__isnull=True),
            ),
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
            models.CheckConstraint(
                name="citizens_kind_known",
                condition=Q(kind__in=PartyKind.values),
                violation_error_message=_("Une fiche est celle d’une personne, d’une association ou d’une entreprise."),
            ),
            models.CheckConstraint(
                name="citizens_organisation_has_no_birth",
                condition=Q(kind=PartyKind.PERSON) | Q(birth_date__isnull=True, civility="", first_names=""),
                violation_error_message=_("Une association ou une entreprise n’a ni prénom ni date de naissance."),
            ),
            models.CheckConstraint(
                name="citizens_person_has_no_registration",
                condition=~Q(kind=PartyKind.PERSON) | Q(registration=""),
                violation_error_message=_("Seule une association ou une entreprise a un numéro RNA ou SIRET."),
            ),
        ]

    def __str__(self) -> str:
        return f"usager {self.pk}"

    @property
    def last_name(self) -> str:
        """The name people use: the name in use when there is one, else the family name."""
        return self.name_in_use or self.family_name

    @property
    def is_organisation(self) -> bool:
        return self.kind != PartyKind.PERSON

    @property
    def kept_id(self) -> int:
        """The row under which this person is shown."""
        return self.canonical_id or self.pk

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
