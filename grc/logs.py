"""Logs hold no personal data: what looks like a person, a follow-up link or a search is masked before it is written."""

import logging
import re
import time

MASK = "…"
E_MAIL = re.compile(r"[^\s<>@:/]+@[^\s<>@]+")
QUERY_STRING = re.compile(r"\?\S+")
TOKEN_IN_A_PATH = re.compile(r"(?<=/)(?=[\w.:~-]*\d)[\w.:~-]{16,}(?=/|\b)")
PHONE = re.compile(r"(?<!\w)(?:\+33|0)[ .]?[1-9](?:[ .]?\d{2}){4}(?!\w)")


def masked(text: str) -> str:
    for pattern in (E_MAIL, QUERY_STRING, TOKEN_IN_A_PATH, PHONE):
        text = pattern.sub(MASK, text)
    return text


class Line(logging.Formatter):
    """Hours of the journal are UTC, like those of the database."""

    converter = staticmethod(time.gmtime)


class Impersonal(logging.Filter):
    """Masks the finished message, whatever the library that wrote it; the trace of an error keeps its lines of code."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
