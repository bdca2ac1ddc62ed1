"""A person as small hashed tokens, for one inverted index: what a noisy query may still have in common with them. Pure.

Name words whole (n), with one letter less (d), by their sound (k), by their beginning (x); street words by sound (s)
and beginning (t), with the number of the house (h); birth by day, month and year (b); every four digits in a row of a
phone (q) and its end (e); e-mail whole and before the @ (m). Two words one letter apart, or with two neighbouring
letters crossed, share a token. The hash carries the commune, so that one index serves all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from zlib import crc32

from citizens.rules.phonetics import word_key
from core.folding import fold, national_digits

# Said in an address and in all: they tell nobody from nobody.
STREET_TYPES = frozenset(
    "rue avenue av boulevard bd bld place pl chemin ch impasse imp allee allees quai cours square sq route rte sentier "
    "passage villa residence res hameau lotissement lot lieudit venelle ruelle esplanade promenade "
    "batiment bat appartement appt apt etage escalier bis ter cedex bp".split()
)
PARTICLES = frozenset("d l le la les de du des et el al ben ait da do di dos van von der den st mc o".split())
SHORTEST_FUZZY = 4
PREFIXES = (3, 4, 5, 6)
_POSTCODE = re.compile(r"\b\d{5}\b")


@lru_cache(maxsize=400_000)
def mark(commune_id: int, space: str, text: str) -> int:
    """A signed 32-bit number, as PostgreSQL’s integer."""
    return crc32(f"{commune_id}|{space}|{text}".encode()) - 2**31


def shortened(word: str) -> set[str]:
    """The word with one letter less, each way."""
    if len(word) < SHORTEST_FUZZY:
        return set()
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


@lru_cache(maxsize=50_000)
def _of_name_word(commune_id: int, word: str) -> frozenset[int]:
    found = {mark(commune_id, "n", word), mark(commune_id, "k", word_key(word))}
    found |= {mark(commune_id, "d", less) for less in shortened(word)}
    found |= {mark(commune_id, "x", word[:length]) for length in PREFIXES if length < len(word)}
    return frozenset(found)


def name_words(*names: str) -> list[str]:
    """Folded words of these names, each once; a name of several words also in one (« leguerec »)."""
    found: dict[str, None] = {}
    for name in names:
        words = fold(name).split()
        found |= dict.fromkeys(words)
        if 1 < len(words) <= 3:
            found["".join(words)] = None
    return list(found)


def street_of(address: str) -> str:
    """« 14, rue des Tanneurs, 99000 Admiville » → « 14 rue des tanneurs »: what stands before the postcode."""
    folded = fold(address)
    before = _POSTCODE.split(folded)[0].strip()
    return before[:120]


def street_words(street: str) -> list[str]:
    """The words that tell this street from another."""
    words = dict.fromkeys(street.split())
    return [word for word in words if len(word) > 1 and word.isalpha() and word not in STREET_TYPES | PARTICLES]


def _of_streets(commune_id: int, streets: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for street in streets:
        for word in street_words(street):
            found |= {mark(commune_id, "s", word_key(word)), mark(commune_id, "t", word[:4])}
            found |= {mark(commune_id, "h", number + word_key(word)) for number in _numbers(street)}
    return found


def _numbers(street: str) -> list[str]:
    return [word for word in street.split()[:2] if word.isdigit()]


def _of_birth(commune_id: int, born: date | None) -> set[int]:
    if born is None:
        return set()
    day = born.isoformat()
    return {mark(commune_id, "b", part) for part in (day, day[:7], day[:4])}


def phone_digits(normalised: str) -> str:
    return national_digits(normalised)


def of_phone_part(commune_id: int, digits: str) -> set[int]:
    """What a phone that holds these digits somewhere has; four digits at least."""
    return {mark(commune_id, "q", digits[place : place + 4]) for place in range(len(digits) - 3)}


def _of_phones(commune_id: int, phones: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for digits in phones:
        found |= of_phone_part(commune_id, digits) | {mark(commune_id, "e", digits[-4:])}
    return found


def email_words(address: str) -> set[str]:
    """The address whole, and the part before the @."""
    folded = address.strip().lower()
    return {folded, folded.partition("@")[0]} - {""}


def marks_of(
    commune_id: int,
    *,
    words: Iterable[str],
    birth_dates: Iterable[date | None] = (),
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    streets: Iterable[str] = (),
) -> list[int]:
    """Every token of one person, sorted."""
    found: set[int] = set()
    for word in words:
        found |= _of_name_word(commune_id, word)
    for born in birth_dates:
        found |= _of_birth(commune_id, born)
    found |= _of_phones(commune_id, phones) | _of_streets(commune_id, streets)
    found |= {mark(commune_id, "m", text) for address in emails for text in email_words(address)}
    return sorted(found)


def of_asked_word(commune_id: int, word: str) -> list[int]:
    """What a person has whose name holds this word, perhaps misspelt, misheard or cut short."""
    found = {mark(commune_id, "n", word), mark(commune_id, "k", word_key(word))}
    if len(word) >= SHORTEST_FUZZY:
        near = shortened(word)
        found |= {mark(commune_id, "d", less) for less in near | {word}}
        found |= {mark(commune_id, "n", less) for less in near if len(less) >= SHORTEST_FUZZY}
    if len(word) >= PREFIXES[0]:
        found.add(mark(commune_id, "x", word[: PREFIXES[-1]]))
    return sorted(found)


def of_asked_street_word(commune_id: int, word: str) -> list[int]:
    found = {mark(commune_id, "s", word_key(word))}
    return sorted(found | {mark(commune_id, "t", word[:4])} if len(word) >= SHORTEST_FUZZY else found)


def of_house(commune_id: int, numbers: Iterable[str], words: Iterable[str]) -> list[int]:
    """« 14 tanneurs »: a house, when the number and a word of its street are both said."""
    return sorted({mark(commune_id, "h", number + word_key(word)) for number in numbers for word in words})
