"""One folding of text, for search, sorting and comparing names.

In Python, because the database may have no ICU and PostgreSQL's ``unaccent`` is not immutable.
"""

import re
import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "đ": "d", "ł": "l"}
)
_NOT_WORD = re.compile(r"[^0-9a-z@.+_%/-]+")
_HYPHENS = re.compile(r"[-–—_/.']+")
_PHONE = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[\s.\-]?\d){8,13}(?!\d)")


def unaccent(text: str) -> str:
    """Without accents or ligatures, case kept."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(text: str) -> str:
    """Lower case, no accents, hyphens and apostrophes as spaces, phone digits joined (``06 39…`` → ``0639…``)."""
    text = _PHONE.sub(lambda match: " " + national_digits(match.group()) + " ", text or "")
    lowered = unaccent(text).lower()
    words = []
    for word in _NOT_WORD.sub(" ", lowered).split():
        words.append(word.strip(".-_/+%") if "@" in word else _HYPHENS.sub(" ", word))
    return " ".join(" ".join(words).replace("+", " ").replace("%", " ").split())


def national_digits(text: str) -> str:
    """Digits of a phone as dialled in France: ``+33 6 39…`` and ``0033 6 39…`` give ``0639…``."""
    digits = re.sub(r"\D", "", text)
    for prefix in ("0033", "33"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 9:
            return "0" + digits[len(prefix) :]
    return digits


def sort_key(text: str) -> str:
    """Key under which names are sorted as a directory does: folded, single spaces."""
    return fold(text)[:200]
