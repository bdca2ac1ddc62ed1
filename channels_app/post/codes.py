"""Codes on a page: deposit codes and separator sheets are ours; a follow-up link is never used, nor kept. Pure.

A deposit code (26 characters, 130 random bits) says which request a page belongs to and opens nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image

# Printed on the separator sheet, the same for every town.
SEPARATOR = "GRC-SEPARATION-1"
LENGTH = 26
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DEPOSIT = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_LINK = re.compile(r"/suivi/", re.IGNORECASE)
# A follow-up token in read text: it opens everything, so it is not kept (44 URL-safe characters).
_TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{40,48}(?![\w-])|suivi/\s?\S{8,}", re.IGNORECASE)
# Letters that no code holds, as people and readers write them (Crockford).
_SAME = str.maketrans("OILU", "011V")
# Groups of four as the letters print them, and the odd stroke that a reader adds.
_GROUPED = re.compile(r"(?:[0-9A-Zol]{2,6}[ .\-]{0,2}){5,9}")
_FEWEST_FIGURES = 3
# What a reader takes for one another on a worn sheet.
_CONFUSED = ("0DQC", "5S", "8B3", "2Z7", "6G", "1T7", "4A", "VY", "MN", "WV", "EF", "PR", "KX")
_MOST_SLIPS = 2
_MOST_PRINTED = 6


@dataclass(frozen=True)
class Codes:
    """What the codes of one page say. ``deposits`` stand in order from the top; ``side`` is how a code stands:
    degrees to turn the page clockwise so that it is upright, None when no code says it."""

    separator: bool = False
    deposits: tuple[str, ...] = ()
    link: bool = False
    side: int | None = None


def read(picture: Image.Image) -> Codes:
    """Every QR code of the picture, whichever way it lies."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]
    separator, link, side = False, False, None
    deposits: list[str] = []
    for code in sorted(found, key=_place):
        text = str(code.text or "").strip()
        if text == SEPARATOR:
            separator, side = True, _side(code)
        elif _LINK.search(text):
            link = True
        elif (deposit := tidy(text)) and deposit not in deposits:
            deposits.append(deposit)
            side = _side(code)
    return Codes(separator, tuple(deposits), link, side)


def tidy(text: str) -> str:
    """The deposit code that this text is, or « »."""
    plain = re.sub(r"[\s\-]", "", text.upper()).translate(_SAME)
    return plain if _DEPOSIT.fullmatch(plain) else ""


def in_text(text: str) -> list[str]:
    """What looks like a printed deposit code, in order: 26 capitals and figures in groups, three figures at least."""
    found: list[str] = []
    for line in text.splitlines():
        for match in _GROUPED.finditer(line):
            printed = re.sub(r"[^0-9A-Zol]", "", match.group())
            if sum(letter.isdigit() for letter in printed) < _FEWEST_FIGURES:
                continue
            plain = printed.upper().translate(_SAME)
            windows = [plain[start : start + LENGTH] for start in range(max(0, len(plain) - LENGTH) + 1)]
            found += [code for code in windows if _DEPOSIT.fullmatch(code) and code not in found]
    return found[:_MOST_PRINTED]


def slips(code: str) -> list[str]:
    """The code and those it may be with at most two letters mistaken for a look-alike: a few hundred at most."""
    places = [(at, other) for at, letter in enumerate(code) for other in _alike(letter)]
    variants = {code: None}
    for count in range(1, _MOST_SLIPS + 1):
        for chosen in itertools.combinations(places, count):
            if len({at for at, _other in chosen}) == count:
                variants[_changed(code, chosen)] = None
    return list(variants)


def without_links(text: str) -> str:
    """Read text without the follow-up links it may hold: they open a whole request."""
    return _TOKEN.sub("[…]", text)


def _alike(letter: str) -> Iterator[str]:
    seen = {letter}
    for group in _CONFUSED:
        for other in group if letter in group else "":
            if other not in seen:
                seen.add(other)
                yield other


def _changed(code: str, slips_made: tuple[tuple[int, str], ...]) -> str:
    letters = list(code)
    for at, other in slips_made:
        letters[at] = other
    return "".join(letters)


def _place(code: zxingcpp.Barcode) -> tuple[int, int]:
    corner = code.position.top_left
    return (corner.y // 50, corner.x)


def _side(code: zxingcpp.Barcode) -> int:
    """zxing tells how far the code is turned; the page turns back by as much, in quarters."""
    return (-round(code.orientation / 90) * 90) % 360
