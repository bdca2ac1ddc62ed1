"""Who writes, under which identity: sender, envelope and Message-ID."""

from __future__ import annotations

import uuid
from email.utils import formataddr

from django.conf import settings

from core.models import Commune
from messaging.conf import conf
from messaging.threading import message_id_local_part


def message_id(public_id: uuid.UUID, commune: Commune) -> str:
    """`<uuid.hmac@domain>`; read back by `messaging.threading.read_message_id`."""
    return f"<{message_id_local_part(public_id)}@{domain(commune)}>"


def address_key(address: str) -> str:
    """The address as it is compared: programs change its case, people add spaces, and `jeanne+n@…` is one mailbox
    whatever `n` is (RFC 5233): a flood of them must not pass for as many people."""
    local, at, domain_name = "".join(address.split()).lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain_name}"[:500]


def domain(commune: Commune) -> str:
    return conf().domain or commune.email.partition("@")[2] or "localhost"


def sender_address(commune: Commune, service: object | None) -> str:
    return getattr(service, "email", "") or commune.email or settings.DEFAULT_FROM_EMAIL


def sender(commune: Commune, service: object | None, *, confidential: bool = False) -> str:
    """The From header: the service's name and address, or the town's. A confidential matter shows no service name."""
    name = "" if confidential else getattr(service, "name", "")
    address = sender_address(commune, service)
    return formataddr((f"{name} – {commune.title}" if name else commune.title, address))


def envelope_sender(commune: Commune) -> str:
    """Where the post office returns what it cannot deliver: one address of the town, never the service's."""
    return conf().envelope_sender or commune.email or settings.DEFAULT_FROM_EMAIL
