"""How alike two names are, whatever the order of their words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from citizens.rules.phonetics import word_key
from core.folding import fold

if TYPE_CHECKING:
    from citizens.models import Citizen

SAME_SOUND = 0.9
BEGINNING = 0.92


def names_of(citizen: Citizen) -> tuple[str, ...]:
    """The folded words of a person’s names, each once: family name, name in use, first names."""
    return tuple(dict.fromkeys(fold(f"{citizen.family_name} {citizen.name_in_use} {citizen.first_names}").split()))


@lru_cache(maxsize=100_000)
def word_likeness(asked: str, known: str) -> float:
    """1 the same, 0.92 its beginning, 0.9 the same sound, else by letters added, lost, changed or crossed."""
    if asked == known:
        return 1.0
    if len(asked) >= 3 and known.startswith(asked):
        return BEGINNING
    letters = OSA.normalized_similarity(asked, known)
    if letters < SAME_SOUND and word_key(asked) == word_key(known):
        return SAME_SOUND
    if letters < 0.75 and 4 <= len(asked) < len(known):
        # Cut short and misspelt at once.
        letters = max(letters, 0.85 * OSA.normalized_similarity(asked, known[: len(asked)]))
    return letters * 0.97


def name_likeness(one: Sequence[str], two: Sequence[str]) -> float:
    """1 when every word of the shorter name is in the other; a single word says little next to several."""
    short, long = sorted((tuple(one), tuple(two)), key=len)
    if not short:
        return 0.0
    left = list(long)
    total = 0.0
    for word in short:
        best = max(left, key=lambda known: word_likeness(word, known))
        total += word_likeness(word, best)
        left.remove(best)
    whole = 1.0 if len(short) > 1 or len(long) == 1 else 0.8
    return whole * total / len(short)
