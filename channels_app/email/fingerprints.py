"""What makes two deliveries the same mail (house.md §10). Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from channels_app.email.parse import parse
from channels_app.email.parsed import ParsedEmail


@dataclass(frozen=True)
class Identity:
    """``key`` is Message-ID and content together; without Message-ID, the content alone."""

    message_id: str
    fingerprint: str
    parsed: ParsedEmail | None

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.message_id}\0{self.fingerprint}".encode("utf-8", "replace")).hexdigest()


def identity_of(raw: bytes, *, unread: bool = False) -> Identity:
    """A mail that cannot be parsed, or must not be again (``unread``), is what its bytes are, line ends apart."""
    if not unread:
        try:
            parsed = parse(raw)
        except Exception:  # noqa: BLE001 - whatever is wrong with a mail, its bytes must be kept
            return Identity("", _of_bytes(raw), None)
        return Identity(parsed.message_id, parsed.fingerprint, parsed)
    return Identity("", _of_bytes(raw), None)


def _of_bytes(raw: bytes) -> str:
    return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()
