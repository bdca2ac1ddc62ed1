"""The three codes of a request: link (opens everything), spoken (8 characters, status only), deposit (opens nothing).

Link and spoken codes are derived from the request's public id by HMAC, so a copy of the database opens no file.
"""

import base64
import hashlib
import hmac
import re
import secrets
import uuid

from django.conf import settings

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: letters and digits that survive the phone and a bad printer.
SPOKEN_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MAC_BYTES = 16


def _mac(purpose: str, public_id: uuid.UUID, version: int, key: str) -> bytes:
    message = f"{purpose}:{public_id}:{version}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).digest()


def _keys() -> list[str]:
    """The present key first, then retired ones still honoured."""
    return [settings.GRC_CODES_KEY, *getattr(settings, "GRC_CODES_OLD_KEYS", [])]


def link_token(public_id: uuid.UUID, version: int) -> str:
    """44 URL-safe characters: the public id, the version and 128 bits of HMAC."""
    mac = _mac("link", public_id, version, _keys()[0])[:_MAC_BYTES]
    raw = public_id.bytes + version.to_bytes(1, "big") + mac
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_link_token(token: str) -> tuple[uuid.UUID, int] | None:
    """(public id, version) when the token is ours, compared in constant time; None otherwise."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{44}", token or ""):
        return None
    raw = base64.urlsafe_b64decode(token)
    public_id, version, mac = uuid.UUID(bytes=raw[:16]), raw[16], raw[17:]
    # Every key is tried, without leaving early.
    genuine = [hmac.compare_digest(mac, _mac("link", public_id, version, key)[:_MAC_BYTES]) for key in _keys()]
    return (public_id, version) if any(genuine) else None


def _spoken(public_id: uuid.UUID, version: int, key: str) -> str:
    number = int.from_bytes(_mac("spoken", public_id, version, key), "big")
    letters = []
    for _position in range(8):
        number, index = divmod(number, len(SPOKEN_ALPHABET))
        letters.append(SPOKEN_ALPHABET[index])
    return "".join(letters)


def spoken_code(public_id: uuid.UUID, version: int) -> str:
    """``KR7M-4TXP``: 36 bits, useful only with the number and a name or birth date, and rate-limited."""
    code = _spoken(public_id, version, _keys()[0])
    return f"{code[:4]}-{code[4:]}"


def spoken_matches(public_id: uuid.UUID, version: int, text: str) -> bool:
    """Compares what was typed or said, whatever its spaces, hyphens and case."""
    given = re.sub(r"[^A-Z0-9]", "", (text or "").upper()).encode()
    matches = [hmac.compare_digest(given, _spoken(public_id, version, key).encode()) for key in _keys()]
    return any(matches)


def new_deposit_code() -> str:
    """26 characters, 130 random bits: tells our scanner which request a page belongs to, and opens nothing."""
    return "".join(secrets.choice(_CROCKFORD) for _position in range(26))
