"""A mailbox of the town: where it is, how it is opened, and how far it was read."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels_app.enums import Auth, Security
from channels_app.post.enums import MailboxPurpose
from channels_app.querysets import MailboxQuerySet

# Only these names: an administrator must not be able to send another secret of the server to a machine of theirs.
SECRET_NAME = RegexValidator(
    r"\AGRC_MAIL_[A-Z0-9_]{1,60}\Z", _("Nom attendu : GRC_MAIL_ suivi de majuscules, par exemple GRC_MAIL_ACCUEIL.")
)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Mailbox(models.Model):
    """Without ``host`` it is not fetched: its mails come by ``ingest_email`` (the pipe of a mail server).

    ``uid_validity`` and ``last_uid`` say how far the folder was read (RFC 3501 §2.3.1.1); ``missed`` holds the
    mails that could not be taken yet: ``[{"uid", "tries", "cause"}]``, tried again at each reading, never forgotten.
    """

    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+", verbose_name=_("commune"))
    service = models.ForeignKey(
        "organisation.Service", on_delete=models.PROTECT, related_name="mailboxes", verbose_name=_("service")
    )
    procedure = models.ForeignKey(
        "procedures.Procedure",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("démarche de cette boîte"),
        help_text=_(
            "Facultatif : la démarche proposée pour tout ce qui arrive ici. Confidentielle, elle rend chaque courriel "
            "confidentiel dès son arrivée ; sans démarche, il l’est aussi si le service n’en a que de confidentielles."
        ),
    )
    address = models.EmailField(_("adresse"), unique=True)
    purpose = models.CharField(
        _("ce qui y arrive"), max_length=8, choices=MailboxPurpose, default=MailboxPurpose.LETTERS
    )
    is_main = models.BooleanField(_("boîte principale de la ville"), default=False)
    host = models.CharField(
        _("serveur IMAP"), max_length=200, blank=True, help_text=_("Vide : les courriels arrivent par ingest_email.")
    )
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("protection"), max_length=10, choices=Security, default=Security.SSL)
    username = models.CharField(_("identifiant"), max_length=200, blank=True)
    auth = models.CharField(_("authentification"), max_length=10, choices=Auth, default=Auth.PASSWORD)
    secret = models.CharField(
        _("nom du secret"),
        max_length=80,
        blank=True,
        validators=[SECRET_NAME],
        help_text=_("Variable d’environnement (ou variable _FILE) qui tient le mot de passe ou le jeton."),
    )
    folder = models.CharField(_("dossier lu"), max_length=200, default="INBOX")
    folder_done = models.CharField(
        _("dossier après traitement"),
        max_length=200,
        blank=True,
        help_text=_("Vide : le courriel reste en place, marqué lu."),
    )
    start_on = models.DateField(
        _("à partir du"),
        null=True,
        blank=True,
        help_text=_("Les courriels plus anciens ne sont ni repris ni accusés de réception."),
    )
    supports_subaddress = models.BooleanField(_("accepte nom+étiquette@"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    last_seen_at = models.DateTimeField(_("dernière lecture"), null=True, blank=True, editable=False)
    last_error = models.CharField(_("dernière erreur"), max_length=500, blank=True, editable=False)
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    missed = models.JSONField(default=list, editable=False)
    # The mail being taken and how often: one that kills the worker is kept unread at the third try.
    trying_uid = models.BigIntegerField(default=0, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("boîte aux lettres")
        verbose_name_plural = _("boîtes aux lettres")
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune"],
                condition=Q(is_main=True),
                name="mailbox_one_main",
                violation_error_message=_("La ville a déjà une boîte principale."),
            ),
            models.CheckConstraint(
                name="mailbox_main_takes_letters",
                condition=Q(is_main=False) | Q(purpose="letters"),
                violation_error_message=_("La boîte du scanner n’est pas la boîte principale de la ville."),
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_confidential(self) -> bool:
        """The rule of ``MailboxQuerySet.confidential`` on this one."""
        return Mailbox.objects.confidential().filter(pk=self.pk).exists()

    def clean(self) -> None:
        self.address = self.address.lower()
        errors: dict[str, Any] = {}
        if self.security == Security.NONE and self.host and not is_loopback(self.host):
            errors["security"] = _("Sans TLS, le mot de passe passerait en clair : réservé à la même machine.")
        if self.host and not (self.username and self.secret):
            errors["username"] = _("Une boîte lue par IMAP a un identifiant et un nom de secret.")
        if self.folder and self.folder == self.folder_done:
            errors["folder_done"] = _("Le dossier après traitement doit être différent du dossier lu.")
        if errors:
            raise ValidationError(errors)
