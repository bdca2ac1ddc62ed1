"""DKIM by us (RFC 6376): when the town's relay does not sign, or as a second signature."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

import dkim
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from messaging.conf import Conf, conf
from messaging.rules.verdicts import SettingFault

_SIGNED = (
    "from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references", "mime-version",
    "content-type", "auto-submitted",
)  # fmt: skip


class SignedMail(EmailMultiAlternatives):
    """Signs what the wire takes. `message()` is made once: its parts are separated by words drawn at random."""

    _made: Any = None

    def message(self, **options: Any) -> Any:
        if self._made is None:
            self._made = super().message(**options)
            if signs_for(self._made["From"]):
                _sign(self._made, conf())
        return self._made


def signs_for(sender: str) -> bool:
    """Only in the name of our own domain: another one's mails would not be aligned, and fail louder than unsigned."""
    known = conf()
    domain = parseaddr(str(sender))[1].rpartition("@")[2].lower()
    ours = known.dkim_domain.lower()
    ready = bool(ours and known.dkim_selector and known.dkim_private_key)
    return ready and (domain == ours or domain.endswith("." + ours))


def _sign(message: Any, known: Conf) -> None:
    raw = message.as_bytes(linesep="\r\n")
    try:
        header = dkim.sign(
            raw,
            known.dkim_selector.encode(),
            known.dkim_domain.encode(),
            known.dkim_private_key.encode(),
            include_headers=[name.encode() for name in _SIGNED if message[name] is not None],
            canonicalize=(b"relaxed", b"relaxed"),
        )
    except (dkim.DKIMException, ValueError) as error:
        raise SettingFault(_("La clé de signature DKIM ne peut pas être lue.")) from error
    name, _colon, value = header.decode("ascii").partition(":")
    # Relaxed canonicalisation forgives folding; Django refuses a line break in a header.
    message[name] = " ".join(value.split())
