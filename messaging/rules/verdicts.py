"""What an error of the wire means for one message: for ever, or for now."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from messaging.enums import Outcome

_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")


class BadAddress(ValueError):
    """The address is not one mail address: two of them, a line break, accents no post office takes."""


@dataclass(frozen=True)
class Verdict:
    """`unreachable`: the post office itself does not answer, the next message would fare no better."""

    outcome: Outcome
    error: str = ""
    unreachable: bool = False


SENT = Verdict(Outcome.SENT)


def judge(error: Exception) -> Verdict:
    """RFC 5321: 5xx is for ever, 4xx for now. A cut after DATA is uncertain: tried again with the same Message-ID."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (550, b""))
        return _reply(code, text)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPAuthenticationError):
        # The fault of a setting or of the post office, not of this message.
        return Verdict(Outcome.RETRY, _sentence(error.smtp_code, error.smtp_error), unreachable=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
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
    return Verdict(outcome, _sentence(code, text), unreachable=code == 421)


def _sentence(code: int, text: bytes | str) -> str:
    """The server's own words help an operator; the addresses it quotes are not kept twice."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    words = " ".join(_ADDRESS.sub("…", words).split())[:300]
    return _("Le serveur de messagerie a refusé (%(code)s) : %(words)s") % {"code": code, "words": words}
