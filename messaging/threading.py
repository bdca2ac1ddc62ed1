"""How an answer finds its request: our Message-IDs, and the signed word in the address to answer to.

Neither is enough by itself to enter a file: the caller also asks that the sender be one of its parties (house.md §10).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings

from messaging.enums import ReplyKind

_MESSAGE_ID = re.compile(
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([0-9a-f]{24})", re.IGNORECASE
)
_TOKEN = re.compile(r"(?P<kind>[pi])(?P<request>[0-9a-z]{1,13})(?:-(?P<agent>[0-9a-z]{1,13}))?\.(?P<mac>[0-9a-v]{16})")
_KINDS = {"p": ReplyKind.PUBLIC, "i": ReplyKind.INTERNAL}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_DIGITS = "0123456789abcdefghijklmnopqrstuv"
# RFC 5321 §4.5.3.1.1: a longer local part is refused on the way.
_LONGEST_LOCAL_PART = 64
_LONGEST_TEXT = 2000


@dataclass(frozen=True)
class ReplyToken:
    """`agent_ref`: the agent a notice of a note was written to; an answer from anybody else is not a note."""

    kind: ReplyKind
    request_ref: int
    agent_ref: int | None = None


# Message-ID -----------------------------------------------------------------------------------------------------------
def message_id_local_part(public_id: uuid.UUID) -> str:
    """`uuid.hmac`: 96 bits of HMAC, the same at each try: mail programs fold a repeat, nobody forges ours."""
    return f"{public_id}.{_mac(_message(public_id), _keys()[0])[:24]}"


def read_message_id(text: str) -> uuid.UUID | None:
    """The public id of the Dispatch that this Message-ID names, when it is one of ours; None otherwise.

    Folding, spaces, missing brackets and upper case are forgiven: programs on the way do all of that. The domain is
    not looked at (relays rewrite it); the HMAC is.
    """
    tight = "".join(str(text)[:_LONGEST_TEXT].split()).strip("<>")
    found = _MESSAGE_ID.fullmatch(tight.partition("@")[0])
    if found is None:
        return None
    public_id, given = uuid.UUID(found[1]), found[2].lower()
    return public_id if _is_genuine(_message(public_id), given, lambda digest: digest[:24]) else None


def read_message_ids(texts: Iterable[str]) -> list[uuid.UUID]:
    """Ours among the Message-IDs of In-Reply-To and References, in their order, once each."""
    read = (read_message_id(text) for text in texts)
    return list(dict.fromkeys(public_id for public_id in read if public_id is not None))


# The address to answer to ---------------------------------------------------------------------------------------------
def reply_address(
    mailbox: str, *, request_ref: int, kind: ReplyKind = ReplyKind.PUBLIC, agent_ref: int | None = None
) -> str:
    """`etat-civil+r.<token>@ville.example`; the bare address when that would be too long for a post office.

    Digits and lower case only: a program that changes the case of an address breaks nothing.
    """
    local, _at, domain = mailbox.partition("@")
    known = _LETTERS[kind] + _base32(request_ref) + (f"-{_base32(agent_ref)}" if agent_ref is not None else "")
    signed = f"{local}+r.{known}.{_short(_mac(_token(known), _keys()[0]))}"
    return f"{signed}@{domain}" if len(signed) <= _LONGEST_LOCAL_PART else mailbox


def read_reply_token(address: str) -> ReplyToken | None:
    """What the signed word of an address says, when we signed it; None otherwise. A display name is forgiven."""
    bare = parseaddr(str(address)[:_LONGEST_TEXT])[1] or str(address)[:_LONGEST_TEXT]
    local = "".join(bare.split()).strip("<>").rpartition("@")[0].lower()
    found = _TOKEN.fullmatch(local.partition("+r.")[2])
    if found is None:
        return None
    known = found[0].rpartition(".")[0]
    if not _is_genuine(_token(known), found["mac"], _short):
        return None
    agent = int(found["agent"], 32) if found["agent"] else None
    return ReplyToken(_KINDS[found["kind"]], int(found["request"], 32), agent)


# Which mailboxes take a sub-address: said by the room above, which reads them ----------------------------------------
_supports: list[Callable[[str], bool]] = []


def register_mailboxes(supports_subaddress: Callable[[str], bool]) -> None:
    """`supports_subaddress(address)`: whether `address+anything` reaches a mailbox that we read."""
    if supports_subaddress not in _supports:
        _supports.append(supports_subaddress)


def supports_subaddress(address: str) -> bool:
    """False unless somebody vouches for it: a mail sent to an address that does not exist is a mail lost."""
    return any(vouches(address.lower()) for vouches in _supports)


# Signing --------------------------------------------------------------------------------------------------------------
def _message(public_id: uuid.UUID) -> str:
    return f"message-id:{public_id}"


def _token(known: str) -> str:
    return f"reply-token:{known}"


def _keys() -> list[str]:
    """The present key first, then retired ones still honoured."""
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _mac(message: str, key: str) -> str:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def _short(digest: str) -> str:
    """80 bits in 16 letters."""
    return _base32(int(digest[:20], 16)).rjust(16, "0")


def _base32(number: int) -> str:
    letters = ""
    while True:
        number, digit = divmod(number, 32)
        letters = _DIGITS[digit] + letters
        if not number:
            return letters


def _is_genuine(message: str, given: str, shorten: Callable[[str], str]) -> bool:
    """Constant time, and every key is tried without leaving early."""
    verdicts = [hmac.compare_digest(shorten(_mac(message, key)), given) for key in _keys()]
    return any(verdicts)
