"""What no field should hold, and what of it a page must give back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LONG = 100_000


@dataclass(frozen=True)
class Nasty:
    """``raw``: the bytes of a form; ``kept``: the words that a page shown again must still hold, if any."""

    name: str
    raw: bytes
    kept: str = ""


def _n(name: str, text: str, *, kept: bool = False) -> Nasty:
    return Nasty(name, text.encode("utf-8", "surrogatepass"), text if kept else "")


CORPUS = (
    _n("null byte", "a\x00b"),
    _n("lone surrogate", "a\ud800b\udfff"),
    Nasty("not UTF-8", b"\xff\xfe\xc3("),
    _n("right to left", "\u202egnp.exe\u202c \u200b\u2066x", kept=False),
    _n("very long", "é" * LONG),
    _n("long without space", "x" * 300),
    _n("template", "{{7*7}} {% now 'Y' %} ${7*7} %(x)s {0.__class__}", kept=False),
    _n("script", "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>", kept=False),
    _n("percent", "100 % %s %d %"),
    _n("like", "%_\\%"),
    _n("SQL", "' OR 1=1 --"),
    _n("formula", "=cmd|' /C calc'!A0"),
    _n("header", "a\r\nBcc: x@y.example\r\n\r\nz"),
    _n("path", "../../../../etc/passwd"),
    _n("negative", "-1"),
    _n("zero", "0"),
    _n("huge", "9" * 40),
    _n("beyond bigint", "9223372036854775808"),
    _n("float", "1e400"),
    _n("not a number", "NaN"),
    _n("other digits", "٣٢¹½"),
    _n("day zero", "0000-00-00"),
    _n("31 February", "31/02/2026"),
    _n("31 February, as browsers send it", "2026-02-31"),
    _n("end of time", "9999-12-31"),
    _n("beginning of time", "0001-01-01"),
    _n("hour 25", "25:61"),
    _n("hour of a zone", "14:30+02:00"),
    _n("nil id", "00000000-0000-0000-0000-000000000000"),
    _n("no id", "zzzzzzzz-0000-4000-8000-00000000000g"),
    _n("no choice", "pas-un-choix"),
    _n("emoji", "👩🏽\u200d🚒🇫🇷"),
    _n("combining", "e" + "\u0301" * 200),
    _n("blank", " \t\u00a0\u2003\n"),
    _n("empty", ""),
    _n("JSON", '{"a": [1, null], "__proto__": {}}'),
    _n("phone that is none", "+33 0 00 ext 12"),
    _n("mail that is none", "a@b@c..d"),
    _n("elsewhere", "https://pirate.example/\\@admiville.example"),
    _n("elsewhere without scheme", "//pirate.example/"),
    _n("tomorrow's birth", (dt.date.today() + dt.timedelta(days=1)).isoformat()),
)
