"""Delays and addresses of sending: `settings.GRC_MESSAGING` over these defaults, read at each use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields

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
    # Where delivery reports return, one mailbox of the town that we read: « retours@ville.example ».
    envelope_sender: str = ""
    domain: str = ""
    # Automatic notices to one address; past it they wait. 0: no ceiling.
    notices_an_hour: int = 10
    # Of all workers together: what the town's relay takes. 0: no ceiling.
    mails_a_minute: int = 0
    # « password » (EMAIL_HOST_USER, EMAIL_HOST_PASSWORD) or « xoauth2 », with the name of a secret (core.credentials)
    # or a command that prints a fresh token.
    auth: str = "password"
    oauth_secret: str = ""
    oauth_token_command: str = ""
    # Signed by us when the three are set; else by the town's relay, whose selectors the check looks for.
    dkim_domain: str = ""
    dkim_selector: str = ""
    dkim_private_key: str = field(default="", repr=False)
    relay_dkim_selectors: tuple[str, ...] = ()
    # « address » or « address:port »; empty: those of the machine.
    dns_resolver: str = ""
    dns_timeout: float = 5
    # The addresses the town's mails leave from; empty: the record is read, no address is tried against it.
    sending_addresses: tuple[str, ...] = ()
    # Agents write from a checked domain only: true in production.
    require_checked_domain: bool = False

    def pause(self, tries: int) -> dt.timedelta:
        """How long to wait after that many tries."""
        doubled = self.first_pause * 2 ** min(max(tries - 1, 0), 20)
        return dt.timedelta(seconds=min(doubled, self.longest_pause))


def conf() -> Conf:
    """Unknown names are refused, so that a misspelt setting is not silently ignored."""
    given = dict(getattr(settings, "GRC_MESSAGING", {}))
    unknown = set(given) - {one.name for one in fields(Conf)}
    if unknown:
        raise ValueError(f"GRC_MESSAGING: unknown {', '.join(sorted(unknown))}")
    if getattr(settings, "GRC_MODE", "") == "formation":
        # Training invents people: nothing leaves, whatever the settings say.
        given["transport"] = "demo"
    return Conf(**given)
