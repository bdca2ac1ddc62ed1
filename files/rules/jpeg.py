"""A photo at the door: its segments are read, its points are not. Pure.

What a telephone writes beside the picture (position, author, serial number, thumbnail, comments, bytes after the end)
is dropped here; the points are decoded and drawn again by a worker (`files.operations.redraw`) before anybody may
open the photo.
"""

import re
from collections.abc import Iterator

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# What changes the colours of the points: JFIF, the colour profile, Adobe’s mark of its inks.
_NEEDED = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
# Inside the points, FF 00 is a byte and FF D0–D7 a restart; anything else begins the next segment.
_AFTER_POINTS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class _Odd(Exception):
    """Not written as every camera writes: the picture must be decoded to be judged."""


def bare(content: bytes, orientation: object = 1) -> bytes | None:
    """The same points without anything told beside them, from its first byte to its end mark.

    `orientation` (EXIF, 1 to 8) is written back, alone. None where the segments do not hold together or the end is
    missing: nothing is said of such a file without decoding it.
    """
    kept, seen = [b"\xff\xd8", _oriented(orientation)], set()
    try:
        for marker, segment in _segments(content):
            seen.add(marker)
            if _is_needed(marker, segment):
                kept.append(segment)
    except _Odd:
        return None
    return b"".join(kept) if _SCAN in seen and seen & _FRAME else None


def _is_needed(marker: int, segment: bytes) -> bool:
    if marker == _COMMENT or marker in _APPLICATION:
        return segment[4:].startswith(_NEEDED.get(marker, b"\xff"))
    return True


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with its points, to the end mark and no further."""
    at = 2
    while True:
        if content[at : at + 1] != b"\xff" or at + 1 >= len(content):
            raise _Odd
        marker = content[at + 1]
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        if marker < 0xC0 or 0xD0 <= marker <= _START or marker == 0xFF:
            raise _Odd
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(content):
            raise _Odd
        if marker == _SCAN:
            found = _AFTER_POINTS.search(content, end)
            if found is None:
                raise _Odd
            end = found.start()
        yield marker, content[at:end]
        at = end


def _oriented(orientation: object) -> bytes:
    """One EXIF segment of one entry; nothing where the picture stands upright."""
    if not isinstance(orientation, int) or not 2 <= orientation <= 8:
        return b""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2, "big") + b"\0\0"
    body = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
