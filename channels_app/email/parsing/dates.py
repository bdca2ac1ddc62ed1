"""Dates as mails write them: the Date header, and the dates of forward blocks in French and English."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_tz

from core.folding import unaccent

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "jan", "january"), ("fevrier", "fevr", "fev", "feb", "february"),
            ("mars", "mar", "march"), ("avril", "avr", "apr", "april"), ("mai", "may"), ("juin", "jun", "june"),
            ("juillet", "juil", "jul", "july"), ("aout", "aou", "aug", "august"),
            ("septembre", "sept", "sep", "september"), ("octobre", "oct", "october"),
            ("novembre", "nov", "november"), ("decembre", "dec", "december"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:er|st|nd|rd|th)?[ -]([a-z]{3,9})\.?[ -](\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")


def header_date(value: str) -> datetime | None:
    """The Date header, aware; None when absent or senseless. Without a zone it is taken as UTC."""
    try:
        found = parsedate_tz(value[:200])
        if found is None:
            return None
        offset = found[9] or 0
        zone = timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else UTC
        moment = datetime(*found[:6], tzinfo=zone)
        return moment if 1980 <= moment.year <= 2200 else None
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None


def day(text: str) -> date | None:
    """« mardi 3 mars 2026 à 09:12 », « 03/03/2026 09:12 », « Tuesday, March 3, 2026 » → the day; None when unsure."""
    plain = " ".join(unaccent(text[:200]).lower().split())
    if found := _ISO.search(plain):
        return _date(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(plain):
        return _date(found[3], _MONTHS.get(found[2]), found[1])
    if found := _MONTH_FIRST.search(plain):
        return _date(found[3], _MONTHS.get(found[1]), found[2])
    if found := _NUMERIC.search(plain):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _date(year, found[2], found[1])
    return None


def _date(year: str, month: int | str | None, number: str) -> date | None:
    try:
        return date(int(year), int(month or 0), int(number))
    except ValueError:
        return None
