"""What a letter says of itself: sender, object, date, from its lines and their places. Pure; proposals only."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from channels_app.post.ocr import Line
from core.folding import unaccent

_OBJECT = re.compile(r"^\W{0,3}(?:objet|obj|concerne)\s*[:;.,\-–—]\s*(.{3,})$", re.IGNORECASE)
_OBJECT_ALONE = re.compile(r"^\W{0,3}objet\s*[:;.]?\s*$", re.IGNORECASE)
_MONTHS = (
    ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre"]
    + ["decembre"]
)  # fmt: skip
_IN_WORDS = re.compile(r"\b(1\s?er|\d{1,2})\s+(" + "|".join(_MONTHS) + r")\s+(\d{4})\b")
_IN_FIGURES = re.compile(r"\ble\s+(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b")
_POSTCODE = re.compile(r"\b\d{2}\s?\d{3}\s+[A-Za-zÀ-ÿ]")
_STREET = re.compile(
    r"\b\d{1,4}\s?(?:bis|ter|quater)?,?\s+(?:rue|avenue|av\.?|bd|boulevard|place|pl\.?|allee|allée|chemin|impasse|"
    r"route|square|quai|cours|résidence|residence|lotissement|passage|sentier|villa|cité|cite)\b",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(
    r"\b(?:maire|mairie|hotel de ville|ville d|commune d|ccas|monsieur le|madame la|service)\b|^a l.attention"
)
_REACH = re.compile(r"(?:\b0\d(?:[\s.]?\d{2}){4}\b)|\S+@\S+|^\s*(?:tel|portable|mail|courriel)\b", re.IGNORECASE)
_GREETING = re.compile(r"^(?:madame|monsieur|mesdames|messieurs|bonjour)\b[^:]{0,40},?\s*$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle|m et mme|m\. et mme)\s+", re.IGNORECASE)
# Where an address block lies: the top third of the page.
_TOP = 0.36
_LONGEST_OBJECT = 200

Box = list[int]


@dataclass(frozen=True)
class Letter:
    """``sender`` is one line, name first; ``boxes`` are thousandths of the page: [x, y, width, height]."""

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    written_on: dt.date | None = None
    boxes: dict[str, Box] = field(default_factory=dict)


def understand(lines: list[Line], size: tuple[int, int], *, today: dt.date) -> Letter:
    """``size`` is the picture’s, in dots; a date after ``today`` is a slip of the reading and is left out."""
    boxes: dict[str, Box] = {}
    subject, subject_lines = _subject(lines)
    if subject_lines:
        boxes["subject"] = _box(subject_lines, size)
    block = _sender(lines, size)
    if block:
        boxes["sender"] = _box(block, size)
    kept = [_plain(line.text) for line in block if not _REACH.search(line.text)]
    name = _TITLE.sub("", kept[0]) if kept else ""
    return Letter(", ".join([name, *kept[1:]])[:400] if kept else "", name[:200], subject, _date(lines, today), boxes)


def _subject(lines: list[Line]) -> tuple[str, list[Line]]:
    """« Objet : … », and its second line when the first runs to the margin."""
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if found := _OBJECT.match(line.text):
            taken = [line]
            text = found[1]
            if following and _continues(line, following):
                taken.append(following)
                text = f"{text} {following.text}"
            return _tidy(text), taken
        if _OBJECT_ALONE.match(line.text) and following:
            return _tidy(following.text), [line, following]
    return "", []


def _continues(line: Line, following: Line) -> bool:
    """The same paragraph, begun by a small letter: a greeting or a new sentence is none."""
    close = 0 <= following.top - line.bottom < 1.2 * max(line.height, 1)
    return close and following.block == line.block and following.text[:1].islower()


def _tidy(text: str) -> str:
    text = " ".join(text.split()).strip(" .,;:-–—")
    return text[:1].upper() + text[1:_LONGEST_OBJECT]


def _sender(lines: list[Line], size: tuple[int, int]) -> list[Line]:
    """The block at the top left that holds a street or a postcode, and whose first lines name somebody."""
    top = [line for line in lines if line.top < size[1] * _TOP and line.left < size[0] * 0.48]
    best: list[Line] = []
    for block in _columns(top):
        if any(_ADDRESSEE.search(unaccent(line.text).lower()) for line in block[:2]):
            continue
        block = _until_its_end(block)
        if len(block) >= 2 and any(_STREET.search(line.text) or _POSTCODE.search(line.text) for line in block):
            return block
        best = best or (block if len(block) >= 2 and _is_name(block[0].text) else [])
    return best


def _columns(lines: list[Line]) -> list[list[Line]]:
    """Lines one under the other with the same left edge, top first."""
    blocks: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.top):
        home = next((block for block in blocks if _under(block[-1], line)), None)
        if home is None:
            blocks.append([line])
        else:
            home.append(line)
    return blocks


def _under(above: Line, line: Line) -> bool:
    near = -0.5 * above.height < line.top - above.bottom < 1.6 * max(above.height, line.height)
    return near and abs(above.left - line.left) < 3 * max(above.height, line.height)


def _until_its_end(block: list[Line]) -> list[Line]:
    """An address ends at its postcode; what reaches the person (phone, e-mail) may follow; five lines at most."""
    kept: list[Line] = []
    for line in block:
        if _GREETING.match(line.text) or _OBJECT.match(line.text):
            break
        if kept and any(_POSTCODE.search(one.text) for one in kept) and not _REACH.search(line.text):
            break
        kept.append(line)
    return kept[:7]


def _is_name(text: str) -> bool:
    words = _TITLE.sub("", text).split()
    return 2 <= len(words) <= 5 and all(word[:1].isupper() for word in words) and not any(c.isdigit() for c in text)


def _plain(text: str) -> str:
    return " ".join(text.strip(" |,;:_—–-").split())


def _date(lines: list[Line], today: dt.date) -> dt.date | None:
    """The first date in words, or after « le »; never one to come, nor one of another century."""
    for line in lines:
        text = unaccent(line.text).lower()
        for found in _IN_WORDS.finditer(text):
            day = _day(found[1].replace("er", ""), _MONTHS.index(found[2]) + 1, found[3])
            if _plausible(day, today):
                return day
        for found in _IN_FIGURES.finditer(text):
            day = _day(found[1], int(found[2]), found[3] if len(found[3]) == 4 else f"20{found[3]}")
            if _plausible(day, today):
                return day
    return None


def _day(day: str, month: int, year: str) -> dt.date | None:
    try:
        return dt.date(int(year), month, int(day))
    except ValueError:
        return None


def _plausible(day: dt.date | None, today: dt.date) -> bool:
    return day is not None and today - dt.timedelta(days=3650) < day <= today


def _box(lines: list[Line], size: tuple[int, int]) -> Box:
    left, top = min(line.left for line in lines), min(line.top for line in lines)
    right, bottom = max(line.left + line.width for line in lines), max(line.bottom for line in lines)
    width, height = size
    thousandths = [1000 * left / width, 1000 * top / height, 1000 * (right - left) / width]
    return [round(value) for value in (*thousandths, 1000 * (bottom - top) / height)]
