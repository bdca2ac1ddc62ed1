"""Text messages: what the environment says of the provider, for `messaging.sms_conf`."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from grc import environment


def texts() -> dict[str, Any]:
    """Empty SMS_TRANSPORT: the demonstration shows them, elsewhere the town sends none."""
    default = "demo" if environment.mode() in {environment.DEMONSTRATION, environment.FORMATION} else ""
    given: dict[str, Any] = {
        "transport": environment.value("SMS_TRANSPORT", default),
        "url": environment.value("SMS_URL"),
        "method": environment.value("SMS_METHOD", "POST"),
        "headers": _object("SMS_HEADERS"),
        "body_format": environment.value("SMS_BODY_FORMAT", "json"),
        "expected_statuses": tuple(int(status) for status in environment.words("SMS_EXPECTED_STATUSES", "200,201,202")),
        "id_path": environment.value("SMS_ID_PATH", "id"),
        "sender": environment.value("SMS_SENDER"),
        "secret_name": environment.value("SMS_SECRET_NAME"),
        "timeout": float(environment.value("SMS_TIMEOUT", "10")),
        "cents_a_segment": _cents("SMS_CENTS_A_SEGMENT"),
    }
    body = _object("SMS_BODY")
    return given | ({"body": body} if body else {})


def _object(name: str) -> dict[str, Any]:
    try:
        found = json.loads(environment.value(name, "{}") or "{}")
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} n’est pas un objet JSON.") from error
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} n’est pas un objet JSON.")
    return found


def _cents(name: str) -> Decimal:
    try:
        return Decimal(environment.value(name, "0").replace(",", "."))
    except InvalidOperation as error:
        raise ImproperlyConfigured(f"{name} est un nombre de centimes : 4,5.") from error
