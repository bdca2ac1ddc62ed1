"""What an error of the wire means for one message: for ever, or for now."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from messaging.enums import Outcome
from messaging.rules import bounces


class BadAddress(ValueError):
    """The address is not one mail address: two of them, a line break, accents no post office takes."""


class SettingFault(OSError):
    """A setting of the installation is wrong, no message is at fault: all wait until it is mended. French sentence."""


@dataclass(frozen=True)
class Verdict:
    """`unreachable`: the post office itself does not answer, the next message would fare no better.

    `refuses_recipient`: it takes our mails, not for this address; `status` is its number (RFC 3463), when it gave one.
    """

    outcome: Outcome
    error: str = ""
    unreachable: bool = False
    refuses_recipient: bool = False
    status: str = ""
    # What a provider of text messages calls this one.
    provider_ref: str = ""


SENT = Verdict(Outcome.SENT)


def judge(error: Exception) -> Verdict:
    """RFC 5321: 5xx is for ever, 4xx for now. A cut after DATA is uncertain: tried again with the same Message-ID."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (550, b""))
        return replace(_reply(code, text), refuses_recipient=500 <= code < 600)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPAuthenticationError):
        # The fault of a setting or of the post office, not of this message.
        return Verdict(Outcome.RETRY, _sentence(error.smtp_code, error.smtp_error), unreachable=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    if isinstance(error, SettingFault):
        return Verdict(Outcome.RETRY, str(error), unreachable=True)
    if isinstance(error, BadAddress | smtplib.SMTPNotSupportedError):
        return Verdict(Outcome.FAILED, _("L’adresse électronique du destinataire n’est pas valable."))
    if isinstance(error, smtplib.SMTPServerDisconnected):
        sentence = _("La liaison a été coupée avant la confirmation : le message est peut-être parti.")
        return Verdict(Outcome.RETRY, sentence, unreachable=True)
    if isinstance(error, OSError):
        return Verdict(Outcome.RETRY, _("Le serveur d’envoi ne répond pas."), unreachable=True)
    return Verdict(Outcome.FAILED, _("Le message n’a pas pu être composé (%s).") % type(error).__name__)


def _reply(code: int, text: bytes | str) -> Verdict:
    # 421: the post office closes; the message is not at fault.
    outcome = Outcome.FAILED if 500 <= code < 600 else Outcome.RETRY
    return Verdict(outcome, _sentence(code, text), unreachable=code == 421, status=bounces.status_in(_words(text)))


def _sentence(code: int, text: bytes | str) -> str:
    """The server's own words help an operator; the addresses it quotes are not kept twice."""
    words = bounces.without_addresses(_words(text))
    return _("Le serveur de messagerie a refusé (%(code)s) : %(words)s") % {"code": code, "words": words}


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
