"""Secrets of outside servers, by name: an environment variable or the file it names, never a row of the database.

A name starts with ``GRC_MAIL_`` or ``GRC_SMS_``: whoever may configure a server must not be able to send it another
secret of ours.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from django.core.cache import cache

_NAME = re.compile(r"GRC_(?:MAIL|SMS)_[A-Z0-9_]{1,60}")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")
_TIMEOUT = 20  # seconds
_LONGEST_ANSWER = 64 * 1024
# Asked again a minute before it ends.
_MARGIN = 60


class NoCredential(Exception):
    """The secret is not there, or the authority gave no token; the sentence never holds the secret."""


def secret(name: str) -> str:
    """The value of this name, or of the file that ``<name>_FILE`` names, read at each use: files are renewed."""
    if not _NAME.fullmatch(name):
        raise NoCredential(f"{name!r} n’est pas un nom de secret d’envoi.")
    if os.environ.get(name):
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise NoCredential(f"Le fichier du secret {name} ne se lit pas.") from error
    raise NoCredential(f"Le secret {name} est absent de l’environnement.")


def access_token(name: str) -> str:
    """An OAuth 2 access token: the secret itself, or got with it when it is JSON. Raises NoCredential.

    JSON: ``{"token_url", "client_id", "client_secret"[, "refresh_token"][, "scope"]}`` (RFC 6749 §4.4 and §6). The
    token is kept in the cache until a minute before it ends.
    """
    known = secret(name)
    if not known.startswith("{"):
        return known
    key = f"oauth:{name}"
    if token := cache.get(key):
        return token
    token, seconds = _ask(name, _given(name, known))
    if seconds > _MARGIN:
        cache.set(key, token, seconds - _MARGIN)
    return token


def xoauth2(user: str, name: str) -> str:
    """The one line that IMAP and SMTP servers ask for (before base64)."""
    return f"user={user}\x01auth=Bearer {access_token(name)}\x01\x01"


def forget(name: str) -> None:
    """The server refused the token: the next one is asked anew."""
    cache.delete(f"oauth:{name}")


def _given(name: str, known: str) -> dict[str, str]:
    try:
        given = json.loads(known)
    except ValueError as error:
        raise NoCredential(f"Le secret {name} commence comme du JSON, mais n’en est pas.") from error
    missing = [key for key in ("token_url", "client_id") if not given.get(key)]
    if missing:
        raise NoCredential(f"Au secret {name}, il manque {' et '.join(missing)}.")
    return given


def _ask(name: str, given: dict[str, str]) -> tuple[str, int]:
    """(token, seconds it lives). The refresh token stays the one of the secret: this room writes no secret."""
    form = {key: given[key] for key in ("client_id", "client_secret", "refresh_token", "scope") if given.get(key)}
    form["grant_type"] = "refresh_token" if given.get("refresh_token") else "client_credentials"
    url = given["token_url"]
    if not _is_safe(url):
        raise NoCredential(f"{name} : l’adresse qui donne les jetons doit commencer par https://.")
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())  # noqa: S310 - https, checked above
    try:
        with _no_detour.open(request, timeout=_TIMEOUT) as answer:
            told = json.loads(answer.read(_LONGEST_ANSWER))
        return _token_in(told)
    except urllib.error.HTTPError as error:
        with error:
            raise NoCredential(f"{name} : le serveur des jetons refuse ({_refusal(error)}).") from error
    except OSError as error:
        raise NoCredential(f"{name} : le serveur des jetons ne répond pas.") from error
    except (ValueError, KeyError, TypeError, http.client.HTTPException) as error:
        raise NoCredential(f"{name} : la réponse du serveur des jetons n’est pas un jeton.") from error


def _is_safe(url: str) -> bool:
    """The client's secret goes there: protected, or without leaving this machine."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A token server never sends elsewhere: the error it then gives is told."""

    def redirect_request(self, *_known: object) -> None:
        return None


_no_detour = urllib.request.build_opener(_NoDetour)


def _token_in(told: dict[str, str | int | None]) -> tuple[str, int]:
    token = told["access_token"]
    # It goes into a line of IMAP or SMTP: nothing but what RFC 6750 §2.1 allows.
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise ValueError("not a bearer token")
    # RFC 6749 §5.1: a server may not say how long it lives; then it is asked again each time.
    return token, int(told.get("expires_in") or 0)


def _refusal(error: urllib.error.HTTPError) -> str:
    """The number and the server’s code (RFC 6749 §5.2): « 400, invalid_grant », never its free text."""
    try:
        code = str(json.loads(error.read(_LONGEST_ANSWER))["error"])
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return str(error.code)
    return f"{error.code}, {code}" if re.fullmatch(r"[a-z_]{1,60}", code) else str(error.code)
