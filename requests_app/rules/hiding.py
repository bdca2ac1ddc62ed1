"""An address taken out of a text, however it is accented, cut or capitalised. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from citizens.rules.marks import STREET_TYPES
from core.folding import unaccent

_CUTS = re.compile(r"[,;\n]")
_WORD = re.compile(r"\w+")
_TOWN = re.compile(r"\s*\d{5}\b")
Words = tuple[str, ...]


def streets(addresses: Iterable[str]) -> list[Words]:
    """The pieces of these addresses that tell where: « 14 rue des Tanneurs », never the town nor the name. Longest
    first."""
    found = set()
    for address in addresses:
        for piece in _CUTS.split(address):
            words = _folded(piece)
            known = STREET_TYPES.intersection(words) or any(word.isdecimal() for word in words)
            if len(words) > 1 and known and not _TOWN.match(piece):
                found.add(words)
    return sorted(found, key=lambda words: (-len(words), words))


def without(text: str, hidden: Iterable[Words], instead: str) -> str:
    """``text`` with each of these pieces replaced by ``instead``; the rest is untouched."""
    for words in hidden:
        text = _replaced(text, words, instead)
    return text


def names(place: str, hidden: Iterable[Words]) -> bool:
    """True when a place tells one of these streets, whatever stands between its words (« devant le 14 de la rue des
    Tanneurs »)."""
    words = set(_folded(place))
    return any(words.issuperset(street) for street in hidden)


def _replaced(text: str, words: Words, instead: str) -> str:
    spans = list(_WORD.finditer(text))
    folded = [_fold(span.group()) for span in spans]
    kept, start, place = [], 0, 0
    while place <= len(spans) - len(words):
        if tuple(folded[place : place + len(words)]) != words:
            place += 1
            continue
        kept.append(text[start : spans[place].start()])
        start = spans[place + len(words) - 1].end()
        place += len(words)
    return instead.join([*kept, text[start:]])


def _folded(text: str) -> Words:
    return tuple(_fold(word) for word in _WORD.findall(text))


def _fold(word: str) -> str:
    return unaccent(word).lower()
