"""The compressed RTF body of Outlook (MS-OXRTFCP, MS-OXRTFEX) → plain text, when it is the only text of a mail.

Bounded before it is opened: the size after decompression is announced, and read no further than the limit.
"""

import re
import struct
from collections.abc import Iterator

from channels_app.email.parsing import charsets, limits

_COMPRESSED, _UNCOMPRESSED = 0x75465A4C, 0x414C454D
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-z])|(?P<brace>[{}])|"
    r"(?P<plain>[^\\{}\r\n]+)",
)
_NOT_TEXT = {
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "footer",
    "themedata",
    "generator",
}
_WRITTEN = {"par": "\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "rquote": "’", "lquote": "‘",
            "ldblquote": "“", "rdblquote": "”", "bullet": "•", "cell": " | ", "row": "\n"}  # fmt: skip
_BREAKING = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b", re.IGNORECASE)


def decompress(data: bytes) -> bytes:
    """The RTF, or its first megabyte; empty when the envelope is not one."""
    if len(data) < 16:
        return b""
    _, size, magic, _ = struct.unpack_from("<IIII", data)
    size = min(size, limits.RTF_BYTES)
    if magic == _UNCOMPRESSED:
        return data[16 : 16 + size]
    return _expand(data, size) if magic == _COMPRESSED else b""


def _expand(data: bytes, size: int) -> bytes:
    window = bytearray(_DICTIONARY.ljust(4096, b" "))
    write, position, out = len(_DICTIONARY), 16, bytearray()
    while position < len(data) and len(out) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            if control >> bit & 1:
                token = int.from_bytes(data[position : position + 2], "big")
                position += 2
                offset, length = token >> 4, (token & 0xF) + 2
                if offset == write or position > len(data):
                    return bytes(out[:size])
                piece: Iterator[int] = (window[(offset + index) % 4096] for index in range(length))
            else:
                piece = iter(data[position : position + 1])
                position += 1
            for value in piece:
                out.append(value)
                window[write] = value
                write = (write + 1) % 4096
    return bytes(out[:size])


class _Reader:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.pending = bytearray()  # bytes of the code page, joined before they are decoded
        self.codepage = "cp1252"
        self.skipped: list[bool] = [False]
        self.in_tag: list[bool] = [False]
        self.shadow = False  # between \htmlrtf and \htmlrtf0: an RTF copy of what the HTML says
        self.to_skip = 0  # the stand-in after \uN

    def write(self, text: str) -> None:
        if self.to_skip and text:
            text, self.to_skip = text[1:], 0
        if self.pending:
            self.out.append(charsets.decode(bytes(self.pending), self.codepage)[0])
            self.pending.clear()
        if self.in_tag[-1]:
            text = "\n" if _BREAKING.search(text) else ""
        if not (self.skipped[-1] or self.shadow):
            self.out.append(text)

    def brace(self, which: str) -> None:
        self.write("")
        if which == "{":
            if len(self.skipped) < 200:
                self.skipped.append(self.skipped[-1])
                self.in_tag.append(self.in_tag[-1])
        elif len(self.skipped) > 1:
            self.skipped.pop()
            self.in_tag.pop()

    def byte(self, value: int) -> None:
        if self.to_skip:
            self.to_skip = 0
        elif not (self.skipped[-1] or self.shadow or self.in_tag[-1]):
            self.pending.append(value)

    def word(self, word: str, number: int | None) -> None:
        self.write("")
        if word == "htmlrtf":
            self.shadow = number != 0
        elif word == "htmltag":
            self.skipped[-1], self.in_tag[-1] = False, True
        elif word in _NOT_TEXT:
            self.skipped[-1] = True
        elif word == "ansicpg" and number:
            self.codepage = f"cp{number}"
        elif word == "u" and number is not None:
            self.write(chr(number % 65536))
            self.to_skip = 1
        elif word in _WRITTEN and not self.in_tag[-1]:
            self.write(_WRITTEN[word])

    def symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.skipped[-1] = True
        elif symbol in "\\{}":
            self.write(symbol)
        elif symbol == "~":
            self.write(" ")


def to_text(rtf: bytes) -> str:
    """The words; fonts, colours and pictures are left out."""
    reader = _Reader()
    for token in _TOKEN.finditer(rtf.decode("latin-1")):
        kind = token.lastgroup
        if kind in {"word", "number"}:
            reader.word(token["word"], int(token["number"]) if token["number"] else None)
        elif kind == "hex":
            reader.byte(int(token["hex"], 16))
        elif kind == "symbol":
            reader.symbol(token["symbol"])
        elif kind == "brace":
            reader.brace(token["brace"])
        else:
            reader.write(token["plain"])
    reader.write("")
    text = "".join(reader.out)
    # Halves of a character above the first plane, written as two \uN.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
