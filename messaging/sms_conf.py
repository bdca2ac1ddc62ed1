"""How text messages leave: `settings.GRC_SMS` over these defaults, read at each use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class SmsConf:
    """`transport` is « demo », « http », or empty: the town sends no text message, and nothing is posted as one.

    In `headers` and `body`, « {to} », « {text} », « {sender} », « {ref} » (ours, the same at each try) and « {secret} »
    are replaced. `body` is an object, sent as JSON or as a form.
    """

    transport: str = ""
    url: str = ""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=lambda: {"to": "{to}", "text": "{text}", "from": "{sender}"})
    body_format: str = "json"
    expected_statuses: tuple[int, ...] = (200, 201, 202)
    # Where the provider's own number of the message stands in its answer: « messages.0.id ».
    id_path: str = "id"
    sender: str = ""
    # The name of a secret (core.credentials), never the secret itself.
    secret_name: str = ""
    timeout: float = 10
    # What one segment costs, in cents.
    cents_a_segment: Decimal = Decimal("0")

    @property
    def is_open(self) -> bool:
        return self.transport != ""


def sms_conf() -> SmsConf:
    """Unknown names are refused, so that a misspelt setting is not silently ignored."""
    given = dict(getattr(settings, "GRC_SMS", {}))
    unknown = set(given) - {one.name for one in fields(SmsConf)}
    if unknown:
        raise ValueError(f"GRC_SMS: unknown {', '.join(sorted(unknown))}")
    if getattr(settings, "GRC_MODE", "") == "formation":
        # Training invents people: nothing leaves, whatever the settings say.
        given["transport"] = "demo"
    return SmsConf(**given)
