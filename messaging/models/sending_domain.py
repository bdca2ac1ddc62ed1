"""What the world thinks of the domains the town writes from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.enums import DomainVerdict


class SendingDomain(models.Model):
    """What the domain name server says of a domain the town writes from: may its mails be believed?

    A verdict stands until the next answer; a server that does not answer changes none of them.
    """

    commune = models.ForeignKey("core.Commune", on_delete=models.CASCADE, related_name="sending_domains")
    domain = models.CharField(_("domaine"), max_length=253)
    spf = models.CharField(max_length=10, choices=DomainVerdict, default=DomainVerdict.UNCHECKED)
    dkim = models.CharField(max_length=10, choices=DomainVerdict, default=DomainVerdict.UNCHECKED)
    dmarc = models.CharField(max_length=10, choices=DomainVerdict, default=DomainVerdict.UNCHECKED)
    alignment = models.CharField(max_length=10, choices=DomainVerdict, default=DomainVerdict.UNCHECKED)
    verdict = models.CharField(_("verdict"), max_length=10, choices=DomainVerdict, default=DomainVerdict.UNCHECKED)
    sentences = models.JSONField(default=dict)  # {"spf": "…", "dkim": "…", "dmarc": "…", "alignment": "…"}
    checked_at = models.DateTimeField(_("vérifié le"), null=True, blank=True)
    tried_at = models.DateTimeField(_("dernier essai le"), null=True, blank=True)
    last_error = models.CharField(_("dernière erreur"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("domaine d’envoi")
        verbose_name_plural = _("domaines d’envoi")
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "domain"],
                name="sending_domain_once",
                violation_error_message=_("Ce domaine est déjà connu."),
            ),
            models.CheckConstraint(
                name="sending_domain_passed_was_checked",
                condition=~Q(verdict=DomainVerdict.PASSED) | Q(checked_at__isnull=False),
                violation_error_message=_("Un domaine en règle a été vérifié."),
            ),
        ]

    def __str__(self) -> str:
        return self.domain
