"""`manage.py check`: the settings of sending, told before the first mail rather than after."""

from __future__ import annotations

from collections.abc import Sequence

import dkim
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning as Caution, register

from messaging.conf import Conf, conf
from messaging.sms_conf import sms_conf

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@register()
def sending(app_configs: Sequence[AppConfig] | None, **_known: object) -> list[CheckMessage]:
    try:
        known = conf()
    except (ValueError, TypeError) as error:
        return [Error(f"GRC_MESSAGING : {error}", id="messaging.E001")]
    return [*_signing_in(known), *_signature(known), *_texts()]


def _texts() -> list[CheckMessage]:
    try:
        known = sms_conf()
    except (ValueError, TypeError) as error:
        return [Error(f"GRC_SMS : {error}", id="messaging.E006")]
    if known.transport not in {"", "demo", "http"}:
        return [Error("SMS_TRANSPORT vaut « demo », « http », ou rien.", id="messaging.E007")]
    if known.transport == "http" and not known.url:
        return [Error("Les SMS demandent SMS_URL, l’adresse du fournisseur.", id="messaging.E008")]
    if known.body_format not in {"json", "form"}:
        return [Error("SMS_BODY_FORMAT vaut « json » ou « form ».", id="messaging.E009")]
    return []


def _signing_in(known: Conf) -> list[CheckMessage]:
    if known.auth not in {"password", "xoauth2"}:
        return [Error("EMAIL_AUTH vaut « password » ou « xoauth2 ».", id="messaging.E002")]
    found: list[CheckMessage] = []
    token = known.oauth_secret or known.oauth_token_command
    if known.auth == "xoauth2" and not (token and settings.EMAIL_HOST_USER):
        sentence = "XOAUTH2 demande EMAIL_HOST_USER et EMAIL_OAUTH_SECRET (ou EMAIL_OAUTH_TOKEN_COMMAND)."
        found.append(Error(sentence, id="messaging.E003"))
    if in_clear() and (known.auth == "xoauth2" or settings.EMAIL_HOST_PASSWORD):
        found.append(Caution("Le secret du serveur d’envoi passe en clair : EMAIL_USE_TLS=1.", id="messaging.W001"))
    return found


def in_clear() -> bool:
    """Whether what we say to the post office crosses a network that others may listen to."""
    return not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL) and settings.EMAIL_HOST not in LOOPBACK


def _signature(known: Conf) -> list[CheckMessage]:
    trio = [known.dkim_domain, known.dkim_selector, known.dkim_private_key]
    if not any(trio):
        return []
    if not all(trio):
        return [Error("DKIM demande DKIM_DOMAIN, DKIM_SELECTOR et DKIM_PRIVATE_KEY.", id="messaging.E004")]
    mail = b"From: essai@ville.example\r\n\r\nessai\r\n"
    try:
        dkim.sign(mail, known.dkim_selector.encode(), known.dkim_domain.encode(), known.dkim_private_key.encode())
    except (dkim.DKIMException, ValueError):
        return [Error("DKIM_PRIVATE_KEY n’est pas une clé privée RSA lisible (PEM).", id="messaging.E005")]
    return []
