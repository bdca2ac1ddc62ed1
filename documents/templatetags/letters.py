"""Filters of printed letters: dates in words, postal capitals, QR codes."""

import datetime as dt
import re

from django import template

from core.folding import unaccent
from core.templatetags.grc_dates import MONTHS
from documents.rendering import qr_uri

register = template.Library()


@register.filter
def in_words(value: object) -> str:
    """« 12 novembre 2026 », « 1er janvier 2027 » for a date, an instant or its ISO text; any other text is kept."""
    day = _date(value)
    if day is None:
        return str(value or "")
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


@register.filter
def postal(line: str) -> str:
    """One line of an address as sorting machines read it: capitals, no accent, no comma (AFNOR NF Z 10-011)."""
    plain = re.sub(r"[.,;:]+", " ", unaccent(line).replace("’", " ").replace("'", " "))
    return " ".join(plain.upper().split())


@register.filter
def qr(text: str) -> str:
    """The `src` of the QR code of a text."""
    return qr_uri(text)


@register.filter
def spaced(code: str) -> str:
    """A long code in groups of four, to be read aloud: « 7K4Q X219 … »."""
    plain = code.replace("-", "").replace(" ", "")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


@register.filter
def plain(text: str) -> str:
    """A sentence of a definition without its marks of emphasis."""
    return text.replace("**", "").replace("`", "")
