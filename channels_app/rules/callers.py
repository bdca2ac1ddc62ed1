"""What a switchboard gives as « from », in one spelling. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citizens.rules.contacts import normalise_phone
from core.folding import fold

HIDDEN = frozenset(
    {"", "anonymous", "anonyme", "unknown", "unavailable", "private", "prive", "restricted", "withheld", "inconnu"}
    | {"masque", "numero masque", "cache", "secret", "blocked", "none", "null", "asserted identity"}
)
_ADDRESS = re.compile(r"<([^<>]*)>")
_SCHEME = re.compile(r"\A(sips?|tel|callto):", re.IGNORECASE)
_SPACING = re.compile(r"[\s./()\-]+")


@dataclass(frozen=True)
class Number:
    """``value``: E.164, the digits of an internal number, or nothing; ``hidden``: the caller asked not to be known."""

    value: str = ""
    hidden: bool = False


def read_number(text: str) -> Number:
    """« 06 39 98 27 60 », « sip:+33639982760@pbx », « 214 », « anonymous »; anything else is no number at all."""
    found = _ADDRESS.search(text)
    bare = _SCHEME.sub("", (found.group(1) if found else text).strip())
    bare = bare.partition("@")[0].partition(";")[0]
    if fold(bare) in HIDDEN:
        return Number(hidden=True)
    digits = _SPACING.sub("", bare)
    if re.fullmatch(r"[0-9]{2,6}", digits):
        return Number(digits)
    if not re.fullmatch(r"\+?[0-9]{7,15}", digits):
        return Number()
    return Number(normalise_phone(digits) or "")
