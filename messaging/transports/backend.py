"""Django's SMTP connection, opened with a token instead of a password (XOAUTH2, as Microsoft and Google ask)."""

from __future__ import annotations

import shlex
import smtplib
import subprocess
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

from core import credentials
from messaging.checks import in_clear
from messaging.conf import conf
from messaging.rules.verdicts import SettingFault

_TOKEN_TIMEOUT = 20


def connection() -> BaseEmailBackend:
    """The backend of the settings; ours when the post office wants a token."""
    if conf().auth == "xoauth2":
        return TokenBackend()
    return get_connection()


class TokenBackend(EmailBackend):
    """Never in clear beyond this machine: the token would be everybody's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._user, self.username, self.password = settings.EMAIL_HOST_USER, "", ""

    def open(self) -> bool | None:
        if in_clear():
            raise SettingFault(_("Le serveur d’envoi est réglé sans TLS : le jeton n’est pas envoyé en clair."))
        opened = super().open()
        if opened and self.connection is not None:
            try:
                _authenticate(self.connection, self._user, token())
            except BaseException as error:
                if isinstance(error, smtplib.SMTPAuthenticationError) and conf().oauth_secret:
                    credentials.forget(conf().oauth_secret)
                self.close()
                raise
        return opened


def _authenticate(wire: smtplib.SMTP, user: str, bearer: str) -> None:
    wire.ehlo_or_helo_if_needed()
    said = f"user={user}\x01auth=Bearer {bearer}\x01\x01"
    # A refusal comes as a challenge, to be answered by an empty line before the server says 535.
    wire.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "", initial_response_ok=True)


def token() -> str:
    """Of the named secret (core.credentials renews it); else what the command prints, which renews it itself."""
    if name := conf().oauth_secret:
        try:
            return credentials.access_token(name)
        except credentials.NoCredential as error:
            raise SettingFault(str(error)) from error
    command = shlex.split(conf().oauth_token_command)
    if not command:
        raise SettingFault(_("Aucune commande ne donne le jeton du serveur d’envoi."))
    try:
        run = subprocess.run(command, capture_output=True, timeout=_TOKEN_TIMEOUT, check=True, text=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise SettingFault(_("La commande qui donne le jeton du serveur d’envoi a échoué.")) from error
    return run.stdout.strip()
