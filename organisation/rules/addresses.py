"""Addresses as people write them: abbreviations spelt out, the number told apart from the street. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.folding import fold

_TYPES = {
    "al": "allee",
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "bvd": "boulevard",
    "boul": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "imp": "impasse",
    "pas": "passage",
    "pl": "place",
    "r": "rue",
    "rte": "route",
    "sq": "square",
}
_ELSEWHERE = {"st": "saint", "ste": "sainte", "gal": "general", "gen": "general", "mal": "marechal", "dr": "docteur"}
STREET_WORDS = frozenset(
    {*_TYPES.values(), "cours", "esplanade", "mail", "quai", "sentier", "venelle", "promenade", "pont"}
)
_LINKS = frozenset({"de", "du", "des", "la", "le", "les", "l", "d", "a", "au", "aux"})
_NUMBER = re.compile(r"^\s*(\d{1,5})\s*(bis|ter|quater|[a-d](?=[\s,]))?\s*,?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class WrittenAddress:
    """``27 bis, rue Jean-Moulin`` → number ``27 bis``, street ``rue jean moulin``."""

    number: str
    street: str


def street_key(text: str) -> str:
    """What street names are compared on: folded, abbreviations spelt out (``Bd. de la Gare``).

    A type is only expanded where a type stands (first word, or after a number): « rue de l’Al » keeps its « al ».
    """
    words = fold(text).split()
    key = []
    for position, word in enumerate(words):
        after_number = position > 0 and (
            words[position - 1].isdigit() or words[position - 1] in {"bis", "ter", "quater"}
        )
        if word in _TYPES and (position == 0 or after_number):
            key.append(_TYPES[word])
        else:
            key.append(_ELSEWHERE.get(word, word))
    return " ".join(key)


def core_name(key: str) -> str:
    """The name without its type and link words: ``rue de la republique`` → ``republique``. Takes a street key."""
    words = [word for word in key.split() if word not in STREET_WORDS and word not in _LINKS]
    return " ".join(words)


def read_address(text: str) -> WrittenAddress:
    """Splits the house number off; an address without number gives an empty one."""
    found = _NUMBER.match(text or "")
    if not found:
        return WrittenAddress("", street_key(text))
    number = " ".join(part.lower() for part in found.groups() if part)
    return WrittenAddress(number, street_key(text[found.end() :]))
