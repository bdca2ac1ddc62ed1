from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalBasis(models.TextChoices):
    """GDPR art. 6(1), as procedures name them."""

    LEGAL_OBLIGATION = "legal_obligation", _("obligation légale")
    PUBLIC_TASK = "public_task", _("mission d’intérêt public")
    CONSENT = "consent", _("consentement")
    CONTRACT = "contract", _("contrat")
    VITAL_INTERESTS = "vital_interests", _("sauvegarde des intérêts vitaux")


class Provenance(models.TextChoices):
    """Where a line of the register comes from: shown in its margin."""

    GENERATED = "generated", _("généré")
    TO_COMPLETE = "to_complete", _("à compléter")
