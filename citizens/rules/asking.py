"""What an agent typed, taken apart: dates in any spelling, ends of phones, e-mails, and words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from citizens.rules.marks import PARTICLES, STREET_TYPES
from core.folding import fold, national_digits, unaccent

LONGEST = 200
MOST_WORDS = 6
_EMAIL = re.compile(r"\S*\w@\S*")
_MONTHS = "janv fevr mars avr mai juin juil aout sept oct nov dec".split()
_MONTH = (
    r"(janv(?:ier)?|jan|fevr(?:ier)?|fev|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|sep|oct(?:obre)?"
    r"|nov(?:embre)?|dec(?:embre)?)\b\.?"
)
_NAMED = re.compile(rf"(?<!\d)(?:(\d{{1,2}})(?:er)?[\s-]*)?\b{_MONTH}[\s-]*(\d{{4}}|\d{{2}})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?![\d])")
_NUMERIC = re.compile(r"(?<!\d)(?<!\d[ ./-])(\d{1,2})([ ./-])(\d{1,2})[ ./-](\d{4}|\d{2})(?![ .-]?\d)")
_JOINED = re.compile(r"(?<!\d)(?<!\d[ .-])(\d{2})(\d{2})(\d{4}|\d{2})(?![ .-]?\d)")
_DIGITS = re.compile(r"(?:\+\s?|00)?\d(?:[ .\-/]?\(?\d\)?){3,}")
_NUMBER = re.compile(r"(?<![\d\w])\d{1,3}(?![\d\w])")
_STREET_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(STREET_TYPES))})(?:\s+d[ue]s?)?\s*$")
_SAID = frozenset(
    "nee ne nes epouse epoux veuve veuf mme mlle mr monsieur madame mademoiselle m tel telephone "
    "mobile portable habite habitant demeurant fin finit finissant termine finissent par numero no ou et".split()
)


@dataclass
class Asked:
    """``dates`` are the days meant (several when the century is not said); ``phones`` runs of four digits and more."""

    words: list[str] = field(default_factory=list)
    joined: dict[str, str] = field(default_factory=dict)
    dates: list[date] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    # More words than are looked for.
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.dates or self.months or self.years or self.phones or self.emails)


def parse(query: str, today: date) -> Asked:
    """Nothing typed is an error: what is not understood is a word."""
    asked = Asked()
    text = unaccent(query[:LONGEST].replace("\x00", " ")).lower()
    asked.emails = [found.strip(".,;") for found in _EMAIL.findall(text)]
    text = _EMAIL.sub(" ", text)
    text = _take_dates(text, asked, today)
    text = _take_digits(text, asked, today)
    _take_words(text, asked)
    return asked


def _take_dates(text: str, asked: Asked, today: date) -> str:
    def named(match: re.Match[str]) -> str:
        day, month, year = match.groups()
        if _STREET_BEFORE.search(text[: match.start()]):
            return f" {month} "  # « rue du 8 mai 1945 » is where, not when
        number = next(place for place, name in enumerate(_MONTHS, 1) if _same_month(name, month))
        if day:
            asked.dates += _days(day, str(number), year, today)
        else:
            asked.months += [f"{full}-{number:02d}" for full in _years(year, today)]
        return " "

    def iso(match: re.Match[str]) -> str:
        found = _days(match[3], match[2], match[1], today)
        asked.dates += found
        return " " if found else match.group()

    def numeric(match: re.Match[str]) -> str:
        found = _days(match[1], match[3], match[4], today)
        asked.dates += found
        # « 12 01 12 » may as well be the end of a phone.
        both = match[2] == " " and len(match[4]) == 2
        return " " if found and not both else match.group()

    def joined(match: re.Match[str]) -> str:
        asked.dates += _days(match[1], match[2], match[3], today)
        return match.group()

    for pattern, take in ((_NAMED, named), (_ISO, iso), (_NUMERIC, numeric), (_JOINED, joined)):
        text = pattern.sub(take, text)
    return text


def _same_month(name: str, month: str) -> bool:
    """« jui » alone says neither June nor July: four letters tell them apart."""
    return month.startswith(name[:4]) or name.startswith(month)


def _years(year: str, today: date) -> list[int]:
    if len(year) == 4:
        return [int(year)]
    return [full for full in (1900 + int(year), 2000 + int(year)) if full <= today.year]


def _days(day: str, month: str, year: str, today: date) -> list[date]:
    """Day and month the other way round when no month has that number; nothing when no such day is past."""
    one, two = int(day), int(month)
    if two > 12 and one <= 12:
        one, two = two, one
    found = []
    for full in _years(year, today):
        try:
            born = date(full, two, one)
        except ValueError:
            continue
        if 1880 <= full and born <= today:
            found.append(born)
    return found


def _take_digits(text: str, asked: Asked, today: date) -> str:
    for run in _DIGITS.findall(text):
        digits = national_digits(run)
        asked.phones.append(digits)
        if len(digits) == 4 and 1880 <= int(digits) <= today.year:
            asked.years.append(digits)
    text = _DIGITS.sub(" ", text)
    asked.numbers = _NUMBER.findall(text)
    return text


def _take_words(text: str, asked: Asked) -> None:
    """Words that tell somebody; a particle joins the word after it (« le guerec » is also « leguerec »)."""
    before = ""
    for word in fold(text).split():
        if word.isdigit() or word in _SAID:
            before = ""
            continue
        if word in PARTICLES or len(word) == 1:
            before += word
            continue
        if word not in STREET_TYPES and word not in asked.words:
            if len(asked.words) == MOST_WORDS:
                asked.cut = True
                return
            asked.words.append(word)
            if before:
                asked.joined[word] = before + word
        before = ""
    if not asked.words and before:
        asked.words.append(before)
