from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.calendar import PeriodUnit
from core.errors import Refused
from procedures.enums import Silence
from procedures.querysets import ProcedureQuerySet


class Family(models.Model):
    """A theme of the home page: « État civil et identité »."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="families")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("nom"), max_length=120)
    description = models.CharField(_("description"), max_length=250, blank=True)
    icon = models.CharField(_("icône"), max_length=60, default="file-text")
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                name="family_code_unique",
                violation_error_message=_("Ce code de thème existe déjà dans la commune."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """Une démarche: what can be asked. What it says stands in its versions."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="procedures")
    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("titre"), max_length=200)
    short_title = models.CharField(_("titre court"), max_length=80)
    family = models.ForeignKey(Family, verbose_name=_("thème"), on_delete=models.PROTECT, related_name="procedures")
    service = models.ForeignKey(
        "organisation.Service", verbose_name=_("service"), on_delete=models.PROTECT, related_name="procedures"
    )
    legal_entity = models.ForeignKey(
        "organisation.LegalEntity",
        verbose_name=_("entité juridique"),
        on_delete=models.PROTECT,
        related_name="procedures",
    )
    confidential = models.BooleanField(_("confidentielle"), default=False)
    is_system = models.BooleanField(_("démarche du système"), default=False)
    is_open = models.BooleanField(_("ouverte"), default=True)
    featured = models.BooleanField(_("parmi les plus demandées"), default=False)
    keywords = models.JSONField(_("mots du public"), default=list, blank=True)
    current = models.ForeignKey(
        "procedures.ProcedureVersion",
        verbose_name=_("version publiée"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("démarche")
        verbose_name_plural = _("démarches")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                name="procedure_code_unique",
                violation_error_message=_("Ce code de démarche existe déjà dans la commune."),
            ),
            models.UniqueConstraint(
                fields=["commune"],
                condition=models.Q(is_system=True),
                name="procedure_one_system",
                violation_error_message=_("Une seule démarche du système par commune."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CircuitVersion(models.Model):
    """The moves that are offered, step by step; the legal moves stand in the lifecycle."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=60)
    number = models.PositiveIntegerField(_("numéro"))
    definition = models.JSONField(_("définition"))

    class Meta:
        verbose_name = _("version de circuit")
        verbose_name_plural = _("versions de circuit")
        ordering = ["code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number"],
                name="circuit_number_unique",
                violation_error_message=_("Ce numéro de version existe déjà pour ce circuit."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"


class ProcedureVersion(models.Model):
    """What was published on one day. Immutable from then on: here, and by a trigger of the database."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("numéro"))
    format = models.PositiveSmallIntegerField(_("format"), default=1)
    definition = models.JSONField(_("définition"))
    content_sha256 = models.CharField(_("empreinte"), max_length=64)
    circuit = models.ForeignKey(CircuitVersion, on_delete=models.PROTECT, related_name="+")
    silence = models.CharField(_("silence"), max_length=12, choices=Silence.choices)
    period_count = models.PositiveSmallIntegerField(_("délai"), null=True, blank=True)
    period_unit = models.CharField(_("unité"), max_length=8, choices=PeriodUnit.choices, blank=True)
    regime_text = models.CharField(_("texte du régime"), max_length=300, blank=True)
    regime_confirmed = models.BooleanField(_("régime confirmé"), default=False)
    ar_due = models.BooleanField(_("accusé de réception dû"), default=True)
    ar_not_due_reason = models.CharField(_("motif de dispense"), max_length=300, blank=True)
    appeal = models.JSONField(_("recours"), default=dict)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    notice_version = models.CharField(_("version de la notice"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("version de démarche")
        verbose_name_plural = _("versions de démarche")
        ordering = ["procedure", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "number"],
                name="procedure_version_number_unique",
                violation_error_message=_("Ce numéro de version existe déjà pour cette démarche."),
            ),
            models.CheckConstraint(
                condition=models.Q(silence=Silence.NONE)
                | models.Q(period_count__gt=0, period_unit__in=PeriodUnit.values),
                name="procedure_version_silence_has_period",
                violation_error_message=_("Un silence qui décide demande un délai et son unité."),
            ),
            models.CheckConstraint(
                condition=models.Q(ar_due=True) | ~models.Q(ar_not_due_reason=""),
                name="procedure_version_ar_exception_has_reason",
                violation_error_message=_("Une dispense d’accusé de réception porte son motif."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"

    def save(self, *args, **kwargs) -> None:
        """Refuse to change a published version; the trigger refuses what goes round this method."""
        if self.pk and type(self).objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise Refused(str(_("Une version publiée ne change plus : publiez une nouvelle version.")))
        super().save(*args, **kwargs)

    @property
    def confidential(self) -> bool:
        return bool(self.definition.get("confidential"))
