"""Express decisions, their gap-free numbers, and who took them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_app.enums import UNFAVOURABLE, Outcome


class Decision(models.Model):
    """The author’s names, quality and service are copied: in a teleservice they replace the signature (L212-2)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=30)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.TextField()
    grounds_law = models.TextField(blank=True)
    grounds_fact = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_first_name = models.CharField(max_length=150)
    author_last_name = models.CharField(max_length=150)
    author_quality = models.CharField(max_length=200)
    service_name = models.CharField(max_length=200)
    appeal_text = models.TextField(blank=True)
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    # First opening by the holder of the link: information, not proof of identity (L112-15).
    notified_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        constraints = [
            models.UniqueConstraint(fields=["number"], name="decision_number_unique"),
            models.CheckConstraint(
                name="decision_refusal_has_grounds",
                condition=~Q(outcome__in=sorted(UNFAVOURABLE))
                | (~Q(grounds_law="") & ~Q(grounds_fact="") & ~Q(appeal_text="")),
                violation_error_message=_("Un refus énonce ses motifs, en droit et en fait, et les voies de recours."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def author_name(self) -> str:
        return f"{self.author_first_name} {self.author_last_name}".strip()

    @property
    def signature(self) -> str:
        return ", ".join(part for part in (self.author_name, self.author_quality, self.service_name) if part)


class DecisionCounter(models.Model):
    """Gap-free numbers of decisions: one row a commune and a year, locked last in the transaction."""

    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "year"], name="decision_counter_unique")]

    def __str__(self) -> str:
        return f"{self.year} : {self.last}"
