"""Delays and addresses of sending: `settings.GRC_MESSAGING` over these defaults, read at each use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class Conf:
    """Seconds, unless said. The pause doubles after each try: 1, 2, 4 … minutes, never more than `longest_pause`."""

    transport: str = "smtp"
    batch: int = 50
    preparing_tries: int = 4
    sending_tries: int = 12
    first_pause: int = 60
    longest_pause: int = 6 * 3600
    preparing_lease: int = 5 * 60
    # A repeat is less bad than a loss, but not before the SMTP time-out is long past.
    sending_lease: int = 15 * 60
    envelope_sender: str = ""
    domain: str = ""

    def pause(self, tries: int) -> dt.timedelta:
        """How long to wait after that many tries."""
        doubled = self.first_pause * 2 ** min(max(tries - 1, 0), 20)
        return dt.timedelta(seconds=min(doubled, self.longest_pause))


def conf() -> Conf:
    """Unknown names are refused, so that a misspelt setting is not silently ignored."""
    given = dict(getattr(settings, "GRC_MESSAGING", {}))
    unknown = set(given) - {field.name for field in fields(Conf)}
    if unknown:
        raise ValueError(f"GRC_MESSAGING: unknown {', '.join(sorted(unknown))}")
    if getattr(settings, "GRC_MODE", "") == "formation":
        # Training invents people: nothing leaves, whatever the settings say.
        given["transport"] = "demo"
    return Conf(**given)
