"""The typographic rules, as one pure function over plain text."""

import re
from collections.abc import Callable

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = "h|min|s|%|‰|€|k€|M€|m|m²|m³|km|cm|mm|ha|kg|g|t|l|o|Ko|Mo|Go|°C|px|pt"
_TITLES = "M|MM|Mme|Mmes|Mlle|Dr|Me|Pr"

# Addresses of sites and of people are left as they are: a changed apostrophe would break them.
_WORD = re.compile(r"\S+")


def _joined(space: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found.group(0).replace(" ", space)


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_NARROW_BEFORE = re.compile(r" (?=[;!?])")
_SPACE_BEFORE = re.compile(r" (?=[:»])|(?<=«) ")
_TITLE = re.compile(rf"\b({_TITLES})(\.?) (?=[A-ZÀ-ÖØ-Þ])")
_ARTICLE = re.compile(r"(?<=\b[aA]rt\.) (?=[\dLRD])|(?<=\b[aA]rticle) (?=[\dLRD])")

# Only for texts that hold a figure: number and pattern, what replaces it.
_FIGURES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # A telephone number never breaks in two.
    (re.compile(r"(?<!\d)(?:0\d|\+33 \d)(?: \d\d){4}(?!\d)"), _joined(NO_BREAK)),
    # Thousands: « 12 500 ».
    (re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)"), _joined(NARROW)),
    # Units; dates, « 1er » too; post codes; numbers (« no 12 » is how a keyboard writes « n° 12 »).
    (re.compile(rf"(?<=\d) (?=(?:(?:{_UNITS})(?![\w’])|(?:{_MONTHS})\b))"), NO_BREAK),
    (re.compile(rf"(?<=\b1er) (?=(?:{_MONTHS})\b)"), NO_BREAK),
    (re.compile(r"(?<=\b\d{5}) (?=[A-ZÀ-ÖØ-Þ])"), NO_BREAK),
    (re.compile(r"\b([nN])o (?=\d)"), rf"\1°{NO_BREAK}"),
    (re.compile(r"(?<=[nN]°) (?=\w)"), NO_BREAK),
    # Hours: « 8 h 30 ». Articles: « L. 231-4 ».
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d(?!\d))"), NO_BREAK),
    (re.compile(r"(?<=\b[LRD]\.) (?=\d)"), NO_BREAK),
)
_FIGURE = re.compile(r"\d")


def french(text: str) -> str:
    """Return the text with French spaces and apostrophes. Calling it twice changes nothing more."""
    if "://" not in text and "@" not in text:
        return _plain(text)
    pieces: list[str] = []
    position = 0
    for word in _WORD.finditer(text):
        if "://" in word.group() or "@" in word.group():
            pieces += [_plain(text[position : word.start()]), word.group()]
            position = word.end()
    return "".join([*pieces, _plain(text[position:])])


def _plain(text: str) -> str:
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    if " " not in text:
        return text
    text = _NARROW_BEFORE.sub(NARROW, text)
    text = _SPACE_BEFORE.sub(NO_BREAK, text)
    text = _TITLE.sub(rf"\1\2{NO_BREAK}", text)
    text = _ARTICLE.sub(NO_BREAK, text)
    if _FIGURE.search(text):
        for pattern, replacement in _FIGURES:
            text = pattern.sub(replacement, text)
    return text
