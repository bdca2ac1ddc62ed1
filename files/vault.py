"""Encryption at rest: one data key a file, wrapped by a master key that the database never sees.

Losing the wrapped key destroys the content (crypto-shredding); changing the master key re-wraps the data keys and
leaves the content as it is.
"""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE = 12
SHORTEST_KEY = 32


class Unreadable(Exception):
    """The key is lost or destroyed, or the bytes were altered."""


def _master(secret: str) -> tuple[str, bytes]:
    """(identifier, 256-bit key) of a master secret; the identifier tells which secret wrapped a data key."""
    if len(secret) < SHORTEST_KEY:
        raise ImproperlyConfigured("GRC_FILES_KEY doit compter au moins 32 caractères tirés au hasard.")
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"grc files master key").derive(secret.encode())
    return hashlib.sha256(key).hexdigest()[:12], key


def _masters() -> dict[str, bytes]:
    old = getattr(settings, "GRC_FILES_OLD_KEYS", ()) or ()
    return dict(_master(secret) for secret in (settings.GRC_FILES_KEY, *old))


def current_master_id() -> str:
    """Identifier of the master key in force: what `wrapped_key` starts with when it needs no rotation."""
    return _master(settings.GRC_FILES_KEY)[0]


def _wrap(data_key: bytes, label: bytes) -> str:
    master_id, master = _master(settings.GRC_FILES_KEY)
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(master).encrypt(nonce, data_key, label)
    return f"{master_id}:{base64.urlsafe_b64encode(sealed).decode()}"


def _unwrap(wrapped_key: str, label: bytes) -> bytes:
    master_id, _separator, sealed = wrapped_key.partition(":")
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return AESGCM(_masters()[master_id]).decrypt(raw[:NONCE], raw[NONCE:], label)
    except (KeyError, ValueError, InvalidTag) as error:
        raise Unreadable("data key cannot be unwrapped") from error


def seal(content: bytes, label: str) -> tuple[bytes, str]:
    """(encrypted bytes, wrapped key). `label` binds both to one file: they cannot be swapped with another’s."""
    data_key, nonce = AESGCM.generate_key(bit_length=256), os.urandom(NONCE)
    return nonce + AESGCM(data_key).encrypt(nonce, content, label.encode()), _wrap(data_key, label.encode())


def unseal(sealed: bytes, wrapped_key: str, label: str) -> bytes:
    """The content, or Unreadable when key or bytes are not those of this file."""
    data_key = _unwrap(wrapped_key, label.encode())
    try:
        return AESGCM(data_key).decrypt(sealed[:NONCE], sealed[NONCE:], label.encode())
    except (ValueError, InvalidTag) as error:
        raise Unreadable("content was altered") from error


def rewrap(wrapped_key: str, label: str) -> str:
    """The same data key under the master key in force."""
    return _wrap(_unwrap(wrapped_key, label.encode()), label.encode())
