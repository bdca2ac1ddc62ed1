"""Days in French, each said once."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from core.folding import fold
from core.templatetags.grc_dates import DAYS, MONTHS, SHORT_DAYS, SHORT_MONTHS


@lru_cache(maxsize=50_000)
def say(style: str, day: dt.date, year: int) -> tuple[str, str]:
    """(as written in that year, folded), in one of the four ways of ``core.templatetags.grc_dates``."""
    number = "1er" if day.day == 1 else str(day.day)
    plain = f"{number} {MONTHS[day.month - 1]} {day.year}"
    if style == "simple":
        text = plain
    elif style == "court":
        text = f"{SHORT_DAYS[day.weekday()]} {number} {SHORT_MONTHS[day.month - 1]}"
        text = text if day.year == year else f"{text} {day.year}"
    else:
        text = f"{DAYS[day.weekday()]} {plain}"
        if style == "sans" and day.year == year:
            text = text.rsplit(" ", 1)[0]
    return text, fold(text)
