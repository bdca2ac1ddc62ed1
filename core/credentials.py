"""Secrets of outside servers, by name: an environment variable or the file it names, never a row of the database.

A name starts with ``GRC_MAIL_``: whoever may configure a server must not be able to send it another secret of ours.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from django.core.cache import cache

_NAME = re.compile(r"GRC_MAIL_[A-Z0-9_]{1,60}")
_TIMEOUT = 20  # seconds
_LONGEST_ANSWER = 64 * 1024
# Asked again a minute before it ends.
_MARGIN = 60


class NoCredential(Exception):
    """The secret is not there, or the authority gave no token; the sentence never holds the secret."""


def secret(name: str) -> str:
    """The value of this name, or of the file that ``<name>_FILE`` names, read at each use: files are renewed."""
    if not _NAME.fullmatch(name):
        raise NoCredential(f"{name!r} n’est pas un nom de secret de messagerie.")
    if os.environ.get(name):
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise NoCredential(f"Le fichier du secret {name} ne se lit pas.") from error
    raise NoCredential(f"Le secret {name} est absent de l’environnement.")


def access_token(name: str) -> str:
    """An OAuth 2 access token: the secret itself, or got with it when it is JSON.

    JSON: ``{"token_url", "client_id", "client_secret"[, "refresh_token"][, "scope"]}`` (RFC 6749 §4.4 and §6). The
    token is kept in the cache until a minute before it ends.
    """
    known = secret(name)
    if not known.startswith("{"):
        return known
    key = f"oauth:{name}"
    if token := cache.get(key):
        return token
    token, seconds = _ask(name, json.loads(known))
    if seconds > _MARGIN:
        cache.set(key, token, seconds - _MARGIN)
    return token


def xoauth2(user: str, name: str) -> str:
    """The one line that IMAP and SMTP servers ask for (before base64)."""
    return f"user={user}\x01auth=Bearer {access_token(name)}\x01\x01"


def forget(name: str) -> None:
    """The server refused the token: the next one is asked anew."""
    cache.delete(f"oauth:{name}")


def _ask(name: str, given: dict[str, str]) -> tuple[str, int]:
    form = {key: given[key] for key in ("client_id", "client_secret", "refresh_token", "scope") if given.get(key)}
    form["grant_type"] = "refresh_token" if given.get("refresh_token") else "client_credentials"
    url = given.get("token_url", "")
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise NoCredential(f"{name} : l’adresse qui donne les jetons doit commencer par https://.")
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())  # noqa: S310 - https, checked above
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - the same
            told = json.loads(answer.read(_LONGEST_ANSWER))
        return str(told["access_token"]), int(told.get("expires_in", 0))
    except (OSError, ValueError, KeyError, urllib.error.URLError) as error:
        raise NoCredential(f"{name} : aucun jeton n’a été donné ({type(error).__name__}).") from error
