"""The name that a mail header shows → family name and first names. Pure; a guess that an agent corrects."""

from __future__ import annotations

import re

from channels_app.email.parsed import Address

_EMAIL = re.compile(r"\S+@\S+")
_TITLES = frozenset(["m", "mr", "mme", "mlle", "monsieur", "madame", "dr", "me"])
_PARTICLES = frozenset(["de", "du", "des", "d", "la", "le", "el", "al", "ben", "van", "von", "di", "da", "dos", "da"])


def person_of(author: Address) -> tuple[str, str] | None:
    """(family name, first names); None when the mail names nobody: an address alone is no name.

    « BENHADDOU Malika », « Benhaddou, Malika » and « Malika Benhaddou » are the same person.
    """
    shown = _EMAIL.sub(" ", re.sub(r"[\"<>()\[\]|/\\]", " ", author.name))
    family, comma, first = shown.partition(",")
    if comma and family.strip() and first.strip():
        return _tidy(family.split()), _tidy(first.split())
    words = [word for word in shown.replace(",", " ").split() if word.rstrip(".").casefold() not in _TITLES]
    words = [word for word in words if any(letter.isalpha() for letter in word)]
    if not words:
        return None
    if len(words) == 1:
        return _tidy(words), ""
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return _tidy(capitals), _tidy([word for word in words if word not in capitals])
    start = len(words) - 1
    while start > 1 and words[start - 1].rstrip("’'").casefold() in _PARTICLES:
        start -= 1
    return _tidy(words[start:]), _tidy(words[:start])


def _tidy(words: list[str]) -> str:
    return " ".join(words)[:150]
