"""``X-GRC-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256(secret, t + "." + body)>``. Pure.

The same for every hook. Several ``v1`` may stand side by side while a provider changes its secret; one good is enough.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re

HEADER = "X-GRC-Signature"
TOLERANCE = dt.timedelta(minutes=5)
MOST = 8


class BadSignature(Exception):
    """Missing, malformed, too old, too far ahead, or of another secret: who calls is not told which."""


def sign(body: bytes, *, secret: str, at: dt.datetime) -> str:
    """The header that this body needs at that instant."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_digest(secret, stamp, body)}"


def check(header: str, body: bytes, *, secret: str, now: dt.datetime) -> dt.datetime:
    """The instant of the sender’s clock, once the body is proved to be theirs. Raises BadSignature."""
    if not secret:
        raise BadSignature
    stamp, given = _parts(header)
    expected = _digest(secret, stamp, body)
    # Every one is compared, in constant time, whatever the first ones say.
    good = [hmac.compare_digest(expected, one) for one in given]
    signed_at = dt.datetime.fromtimestamp(int(stamp), dt.UTC)
    if not any(good) or abs(now - signed_at) > TOLERANCE:
        raise BadSignature
    return signed_at


def _digest(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _parts(header: str) -> tuple[str, list[str]]:
    pairs = [part.strip().partition("=")[::2] for part in header.split(",", MOST)[:MOST]]
    stamps = [value for name, value in pairs if name == "t"]
    given = [value.lower() for name, value in pairs if name == "v1"]
    well_made = all(re.fullmatch(r"[0-9a-f]{64}", one) for one in given)
    if len(stamps) != 1 or not re.fullmatch(r"[0-9]{1,10}", stamps[0]) or not given or not well_made:
        raise BadSignature
    return stamps[0], given
