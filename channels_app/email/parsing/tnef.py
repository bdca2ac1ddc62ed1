"""winmail.dat, the envelope Outlook makes for itself (MS-OXTNEF): its attachments, and its text when it has one.

Its compressed RTF body is given as it is (`rtf.py` reads it): Outlook nearly always sends the words beside it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from channels_app.email.parsing import charsets, limits

SIGNATURE = 0x223E9F78
_BODY, _MESSAGE_PROPERTIES = 0x800C, 0x9003
_START_OF_ATTACHMENT, _TITLE, _DATA, _ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_OEM_CODEPAGE = 0x9007
_P_BODY, _P_HTML, _P_LONG_NAME, _P_MIME, _P_CONTENT, _P_CID, _P_RTF = (
    0x1000,
    0x1013,
    0x3707,
    0x370E,
    0x3701,
    0x3712,
    0x1009,
)
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRINGS, _UNICODE, _BINARY, _OBJECT = {0x1E, 0x1F, 0x102, 0x0D}, 0x1F, 0x102, 0x0D


@dataclass
class Inside:
    name: str = ""
    content_type: str = "application/octet-stream"
    content: bytes = b""
    content_id: str = ""


@dataclass
class Opened:
    text: str = ""
    html: bytes = b""
    compressed_rtf: bytes = b""
    files: list[Inside] = field(default_factory=list)
    cut: bool = False


def is_tnef(data: bytes) -> bool:
    return len(data) > 6 and struct.unpack_from("<I", data)[0] == SIGNATURE


def read(data: bytes) -> Opened:
    """What could be read; `cut` when the envelope ends before it says."""
    opened = Opened()
    codepage = "cp1252"
    for attribute, content in _attributes(data, opened):
        if attribute == _OEM_CODEPAGE and len(content) >= 4:
            codepage = f"cp{struct.unpack_from('<I', content)[0]}"
        elif attribute == _START_OF_ATTACHMENT:
            if len(opened.files) >= limits.ATTACHMENTS:
                opened.cut = True
                break
            opened.files.append(Inside())
        elif attribute == _BODY:
            opened.text = charsets.decode(content.rstrip(b"\0"), codepage)[0]
        elif attribute == _MESSAGE_PROPERTIES:
            _message(opened, content, codepage)
        elif opened.files:
            _attached(opened.files[-1], attribute, content, codepage)
    opened.files = [one for one in opened.files if one.content]
    return opened


def _attributes(data: bytes, opened: Opened) -> Iterator[tuple[int, bytes]]:
    position = 6
    while position + 9 <= len(data):
        level, attribute, _, length = struct.unpack_from("<BHHI", data, position)
        start = position + 9
        if level not in (1, 2) or start + length > len(data):
            opened.cut = True
            return
        yield attribute, data[start : start + length]
        position = start + length + 2  # a checksum that nobody computes the same way


def _message(opened: Opened, content: bytes, codepage: str) -> None:
    for key, kind, value in _properties(content):
        if key == _P_BODY and not opened.text:
            opened.text = _string(kind, value, codepage)
        elif key == _P_HTML:
            opened.html = value
        elif key == _P_RTF:
            opened.compressed_rtf = value


def _attached(inside: Inside, attribute: int, content: bytes, codepage: str) -> None:
    if attribute == _DATA:
        inside.content = content
    elif attribute == _TITLE and not inside.name:
        inside.name = _string(0x1E, content, codepage)
    elif attribute == _ATTACHMENT_PROPERTIES:
        found = {key: (kind, value) for key, kind, value in _properties(content)}
        texts = {key: _string(*found[key], codepage) for key in (_P_LONG_NAME, _P_MIME, _P_CID) if key in found}
        inside.name = texts.get(_P_LONG_NAME) or inside.name
        inside.content_type = texts.get(_P_MIME, "").lower()[:120] or inside.content_type
        inside.content_id = texts.get(_P_CID, "")
        if _P_CONTENT in found and not inside.content:
            kind, value = found[_P_CONTENT]
            inside.content = value[16:] if kind == _OBJECT else value  # an object starts with its class id


def _string(kind: int, value: bytes, codepage: str) -> str:
    text = value.decode("utf-16-le", "replace") if kind == _UNICODE else charsets.decode(value, codepage)[0]
    return text.split("\0")[0]


def _properties(data: bytes) -> list[tuple[int, int, bytes]]:
    """[(id, type, value)] of a MAPI property list; stops at the first thing that makes no sense."""
    found: list[tuple[int, int, bytes]] = []
    try:
        (count,) = struct.unpack_from("<I", data)
        position = 4
        for _ in range(min(count, 2000)):
            kind, key = struct.unpack_from("<HH", data, position)
            position += 4
            if key >= 0x8000:
                position = _named(data, position)
            values, position = _values(data, position, kind)
            found.extend((key, kind & 0xFFF, value) for value in values[:1])
    except (struct.error, ValueError):
        return found
    return found


def _named(data: bytes, position: int) -> int:
    """A named property carries its GUID, then a number or a name."""
    (kind,) = struct.unpack_from("<I", data, position + 16)
    if kind == 0:
        return position + 24
    (length,) = struct.unpack_from("<I", data, position + 20)
    return position + 24 + length + (-length % 4)


def _values(data: bytes, position: int, kind: int) -> tuple[list[bytes], int]:
    base, several = kind & 0xFFF, bool(kind & 0x1000)
    count = 1
    if several or base in _STRINGS:
        (count,) = struct.unpack_from("<I", data, position)
        position += 4
    if count > 2000 or (base not in _STRINGS and base not in _FIXED):
        raise ValueError("property")
    values = []
    for _ in range(count):
        length = _FIXED.get(base, 0)
        if base in _STRINGS:
            (length,) = struct.unpack_from("<I", data, position)
            position += 4
        if position + length > len(data):
            raise ValueError("cut")
        values.append(data[position : position + length])
        position += length + (-length % 4)
    return values, position
