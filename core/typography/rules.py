"""The typographic rules, as one pure function over plain text."""

import re
from collections.abc import Callable

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = "h|min|s|%|‰|€|k€|M€|m|m²|m³|km|cm|mm|ha|kg|g|t|l|o|Ko|Mo|Go|°C|px|pt"
_TITLES = "M|MM|Mme|Mmes|Mlle|Dr|Me|Pr"

# Addresses of sites and of people are left as they are: a changed apostrophe would break them.
_WHOLE = re.compile(r"(\S*(?:://|@)\S*)")


def _joined(space: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found.group(0).replace(" ", space)


_RULES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r" (?=[;!?])"), NARROW),
    (re.compile(r" (?=[:»])"), NO_BREAK),
    (re.compile(r"(?<=«) "), NO_BREAK),
    # A telephone number never breaks in two.
    (re.compile(r"(?<!\d)(?:0\d|\+33 \d)(?: \d\d){4}(?!\d)"), _joined(NO_BREAK)),
    # Thousands: « 12 500 ».
    (re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)"), _joined(NARROW)),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w’]))"), NO_BREAK),
    # Post codes: « 99000 Admiville ».
    (re.compile(r"(?<=\b\d{5}) (?=[A-ZÀ-ÖØ-Þ])"), NO_BREAK),
    # Hours: « 8 h 30 ».
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d(?!\d))"), NO_BREAK),
    (re.compile(rf"(?<=\d) (?=(?:{_MONTHS})\b)"), NO_BREAK),
    (re.compile(rf"(?<=\b1er) (?=(?:{_MONTHS})\b)"), NO_BREAK),
    (re.compile(r"(?<=[nN]°) (?=\w)"), NO_BREAK),
    (re.compile(r"\b([nN])o (?=\d)"), rf"\1°{NO_BREAK}"),
    # Articles of law: « art. L. 231-4 », « article R. 112-5 ».
    (re.compile(r"(?<=\b[aA]rt\.) (?=[\dLRD])"), NO_BREAK),
    (re.compile(r"(?<=\b[aA]rticle) (?=[\dLRD])"), NO_BREAK),
    (re.compile(r"(?<=\b[LRD]\.) (?=\d)"), NO_BREAK),
    (re.compile(rf"\b({_TITLES})(\.?) (?=[A-ZÀ-ÖØ-Þ])"), rf"\1\2{NO_BREAK}"),
)


def french(text: str) -> str:
    """Return the text with French spaces and apostrophes. Calling it twice changes nothing more."""
    if not text:
        return text
    pieces = _WHOLE.split(text)
    pieces[::2] = [_plain(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _plain(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
