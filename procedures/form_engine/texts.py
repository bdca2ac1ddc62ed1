"""What a person typed, made safe to keep, show, print and search; and texts in several languages."""

import re
import unicodedata
from collections.abc import Mapping

# U+202A–202E and U+2066–2069 reorder what is read; 200B, 2060, FEFF hide in names; FFF9–FFFB annotate.
_UNSEEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_MARKS_IN_A_ROW = 3
RAW_LIMIT = 60_000


def say(text: object, lang: str = "fr") -> str:
    """The text in `lang`, else in French, else in any language it has."""
    if isinstance(text, Mapping):
        return str(text.get(lang) or text.get("fr") or next(iter(text.values()), ""))
    return "" if text is None else str(text)


def _without_stacked_marks(text: str) -> str:
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def safe(text: object) -> str:
    """Any input as text that PostgreSQL, HTML and a PDF all take: no control, no hidden or reordering character.

    Line breaks are `\\n`; length is bounded so that a draft cannot be used as a store."""
    if text is None:
        return ""
    kept = _LINE_BREAKS.sub("\n", str(text)[:RAW_LIMIT])
    kept = _UNSEEN.sub("", _CONTROLS.sub("", kept))
    return _without_stacked_marks(unicodedata.normalize("NFC", kept))


def one_line(text: object) -> str:
    return _SPACES.sub(" ", safe(text)).strip()


def paragraphs(text: object) -> str:
    """Several lines: trailing spaces gone, never more than one empty line."""
    lines = [line.rstrip() for line in safe(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
