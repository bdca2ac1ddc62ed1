"""In which order letters lie on the table of the mail room: by post code, town, street and number."""

from __future__ import annotations

import re

from core.folding import unaccent

_TOWN = re.compile(r"^(\d{4,5})\s+(.+)$")
_NUMBERED = re.compile(r"^(\d+)\s*(bis|ter|quater)?[\s,]+(.+)$", re.IGNORECASE)
_LAST = "99999"

Key = tuple[str, str, str, int, str]


def town_of(address: str) -> str:
    """« Admiville » from « 14 rue des Tanneurs\\n99000 Admiville »; the last line where no post code is found."""
    lines = _lines(address)
    return next((found[2] for line in reversed(lines) if (found := _TOWN.match(line))), lines[-1] if lines else "")


def order_key(address: str, name: str) -> Key:
    """Sorted with others of its kind; an address without post code comes last."""
    lines = _lines(address)
    at = next((rank for rank in range(len(lines) - 1, -1, -1) if _TOWN.match(lines[rank])), None)
    found = _TOWN.match(lines[at]) if at is not None else None
    postcode, town = (found[1], found[2]) if found else (_LAST, lines[-1] if lines else "")
    street = lines[at - 1] if at else ""
    numbered = _NUMBERED.match(street)
    number, street = (int(numbered[1]), numbered[3]) if numbered else (0, street)
    return postcode, _folded(town), _folded(street), number, _folded(name)


def _lines(address: str) -> list[str]:
    """An address on one line is cut at its commas."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    return [part.strip() for part in lines[0].split(",") if part.strip()] if len(lines) == 1 else lines


def _folded(text: str) -> str:
    return unaccent(text).casefold()
