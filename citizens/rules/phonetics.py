"""How a French name sounds, as a short key: « Philippe » and « Filip », « Lefèbvre » and « Lefaivre » are one. Pure.

Made for town halls: spelling heard on the phone. Two names with one key sound alike to a French ear; two keys may
still be near names (the search compares letters as well).
"""

from __future__ import annotations

import re
from functools import lru_cache

from core.folding import fold

# In this order: each rule reads what the former ones wrote. Capitals are sounds, so that no rule reads them again.
_RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mac|^mc", "mak"),
        (r"[^a-z]", ""),
        (r"tch|tsch|ch(?=[rln])|(?<=mi)ch(?=[ae]+l)", "k"),
        (r"nc(?=ois)", "ns"),
        (r"ph", "f"),
        (r"sch|sh|ch", "C"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
        (r"gn", "n"),
        (r"(?<=n)es?$", "_"),
        (r"(?:ault|auld)s?$", "au_"),
        (r"(?<!^)(?:ez|er|et|ed|es|ey|ay|ait|ais|aix|aud|aux|aut|eaux|eau|ot|os|od|op)$", r"\g<0>_"),
        (r"(?:eaux|eau|aud|aut|aux|au|ot|os|od|op)_$", "O"),
        (r"(?:ez|er|et|ed|es|ey|ay|ait|ais|aix)_$", "E"),
        (r"(?<!^)(?:bvre|vre)$", "vr"),
        (r"[dtsxzpe]+$", ""),
        (r"ck|cqu|qu|q|cc(?=[aou])|c(?![eiy])", "k"),
        (r"c", "s"),
        (r"gu(?=[eiy])", "G"),
        (r"ge(?=[ao])|g(?=[eiy])|j", "J"),
        (r"eau|au", "O"),
        (r"ou|w(?=[aeiou])", "U"),
        (r"oin", "UI"),
        (r"oi|oy|oua", "UA"),
        (r"(?:ain|ein|aim|in|im|yn|ym|un|um|ien(?![aeiouy]))(?![aeiouyn_])", "I"),
        (r"(?:ian|ean|aen|an|am|en|em)(?![aeiouyAEIOU_])", "A"),
        (r"(?:on|om)(?![aeiouyAEIOU_])", "N"),
        (r"ai|ei|ay|ey|oe|eu|e", "E"),
        (r"y|ll(?=[aeiouy])", "i"),
        (r"w", "v"),
        (r"z|x", "s"),
        (r"o", "O"),
        (r"k", "K"),
        (r"G", "g"),
        (r"_", ""),
        (r"b(?=v|f)", ""),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """The key of one folded word; of two letters and less, the word itself."""
    if len(word) <= 2:
        return word
    key = word
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    return key[:12] or word


def sounds_of(name: str) -> list[str]:
    """The keys of each word of a name, as typed."""
    return [word_key(word) for word in fold(name).split()]
