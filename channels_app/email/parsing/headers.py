"""The header block: lines → fields, folded, broken or in eight bits; RFC 2047 words and RFC 2231 parameters."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from channels_app.email.parsing import charsets, limits
from channels_app.email.parsing.transfer import from_base64

_NAME = re.compile(rb"^[!-9;-~]{1,200}[ \t]*:")
_KNOWN = re.compile(
    rb"^(from|to|cc|bcc|date|subject|message-id|in-reply-to|references|reply-to|received|return-path|mime-version|"
    rb"content-[a-z-]+|x-[a-z0-9-]+|sender|delivered-to|dkim-signature|list-[a-z-]+|auto-submitted|precedence|"
    rb"thread-[a-z]+|importance|user-agent|accept-language|arc-[a-z-]+|authentication-results)[ \t]*:",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ENDING = re.compile(rb"\r\n|\n|\r")
_SPACES = re.compile(r"[\s\u2028\u2029]+")
_PARAMETER_NAME = re.compile(r"^([A-Za-z0-9_.-]+)(\*\d{1,3})?(\*)?$")


@dataclass
class Headers:
    """Fields in order, names in lower case, values unfolded and not yet decoded from RFC 2047."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.fields if key == name), default)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)


def split(data: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """(headers, where the body starts) of the entity `data[start:end]`, which is never copied.

    A block without its blank line ends at the first line that is no header.
    """
    headers = Headers()
    end = len(data) if end is None else end
    while start < end and data[start] in b"\r\n":
        start += 1
    if data.startswith(b"\xef\xbb\xbf", start, end):
        start += 3
    fields: list[tuple[bytes, list[bytes]]] = []
    size, position = 0, start
    for line, after, following in _lines(data, start, end):
        if not line.strip(b" \t\0"):
            position = after
            break
        if not _take(line, following, fields, headers):
            headers.defects.append("headers-without-blank-line" if fields else "no-headers")
            break
        position = after
        size += len(line)
        if size > limits.HEADER_BLOCK_BYTES or len(fields) > limits.HEADER_LINES:
            headers.defects.append("headers-too-long")
            position = _end_of_block(data, position, end)
            break
    headers.fields = [(name.decode("ascii", "replace"), _text(b"".join(value))) for name, value in fields]
    return headers, position


def _take(line: bytes, following: bytes, fields: list[tuple[bytes, list[bytes]]], headers: Headers) -> bool:
    """Whether the line belongs to the header block."""
    if line[:1] in b" \t" and fields:
        _add(fields[-1][1], line)
    elif _NAME.match(line) and (fields or b" " not in line.partition(b":")[0].rstrip()):
        name, _, value = line.partition(b":")
        fields.append((name.strip().lower(), [value]))
    elif line.startswith((b"From ", b">From ")) and not fields:
        pass  # the separator of a mailbox file
    elif fields and _KNOWN.match(following):
        headers.defects.append("header-broken-fold")
        _add(fields[-1][1], b" " + line)
    else:
        return False
    return True


def _add(value: list[bytes], line: bytes) -> None:
    if len(value) < 1000:
        value.append(line)


def _lines(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, bytes]]:
    """(line, where the next one starts, the next line), with CRLF, LF or CR alone at the ends; lazily."""
    line, after = b"", start
    for number, found in enumerate(_ENDING.finditer(data, start, end)):
        following = data[after : min(found.start(), after + limits.HEADER_BLOCK_BYTES)]
        if number:
            yield line, after, following
        line, after = following, found.end()
    last = data[after : min(after + limits.HEADER_BLOCK_BYTES, end)]
    if after > start:
        yield line, after, last
    yield last, end, b""


def _end_of_block(data: bytes, position: int, end: int) -> int:
    ends = [at + len(mark) for mark in (b"\n\n", b"\r\n\r\n", b"\r\r") if (at := data.find(mark, position, end)) >= 0]
    return min(ends, default=end)


def _text(value: bytes) -> str:
    text, _ = charsets.decode(value.strip()[: limits.HEADER_VALUE * 2])
    return text[: limits.HEADER_VALUE]


def printable(text: str) -> str:
    """On one line, without control, bidirectional or invisible characters."""
    return _SPACES.sub(" ", charsets.composed(_CONTROLS.sub("", text.replace("\t", " ")))).strip()


def decode_words(text: str) -> str:
    """RFC 2047 as programs really write it: spaces inside words, characters cut between two, no space around.

    Neighbouring words of one charset are joined before decoding. What cannot be decoded stays as written.
    """
    if "=?" not in text:
        return text
    out: list[str] = []
    pending: list[tuple[str, bytes]] = []
    position = 0
    for start, end, charset, data in _words(text):
        between = text[position:start]
        if not (pending and not between.strip()):
            _flush(pending, out)
            out.append(between)
        elif pending[-1][0] != charset:
            _flush(pending, out)
        pending.append((charset, data))
        position = end
    _flush(pending, out)
    out.append(text[position:])
    return "".join(out)


def _flush(pending: list[tuple[str, bytes]], out: list[str]) -> None:
    if pending:
        out.append(charsets.decode(b"".join(data for _, data in pending), pending[0][0])[0])
        pending.clear()


def _words(text: str) -> Iterator[tuple[int, int, str, bytes]]:
    position = 0
    while (start := text.find("=?", position)) >= 0:
        position = start + 2
        charset_end = text.find("?", position, position + 60)
        if charset_end < 0 or text[charset_end + 2 : charset_end + 3] != "?":
            continue
        kind = text[charset_end + 1].lower()
        end = text.find("?=", charset_end + 3)
        if end < 0:
            return
        payload = text[charset_end + 3 : end]
        data = _word_bytes(payload, kind)
        if data is not None:
            yield start, end + 2, text[position:charset_end].partition("*")[0].strip().lower(), data
            position = end + 2


def _word_bytes(payload: str, kind: str) -> bytes | None:
    raw = payload.encode("utf-8", "replace")
    if kind == "q":
        return binascii.a2b_qp(raw.replace(b"\r", b"").replace(b"\n", b""), header=True)
    if kind == "b":
        return from_base64(raw)[0]
    return None


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """« text/plain; charset="x"; name*0*=utf-8''a%20; name*1=b » → (value in lower case, {name: decoded})."""
    pieces = _outside_quotes(value, ";")
    plain: dict[str, str] = {}
    parts: dict[str, dict[int, tuple[str, bool]]] = {}
    for piece in pieces[1 : limits.PARAMETERS]:
        name, equals, content = piece.partition("=")
        found = _PARAMETER_NAME.match(name.strip())
        if not (equals and found):
            continue
        key, section, extended = found.group(1).lower(), found.group(2), bool(found.group(3))
        content = unquote(content.strip())
        if section or extended:
            number = int(section[1:]) if section else 0
            parts.setdefault(key, {}).setdefault(number, (content, extended))
        else:
            plain.setdefault(key, decode_words(content))
    for key, sections in parts.items():
        plain[key] = _extended([sections[number] for number in sorted(sections)])
    return pieces[0].strip().lower(), plain


def _extended(sections: list[tuple[str, bool]]) -> str:
    """RFC 2231: percent-encoded bytes of all sections are joined before they are decoded."""
    charset, data = "", b""
    for index, (content, extended) in enumerate(sections):
        if index == 0 and extended and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data += unquote_to_bytes(content) if extended else content.encode("utf-8", "replace")
    return decode_words(charsets.decode(data, charset)[0])


def unquote(text: str) -> str:
    """Without its quotes and backslashes; a quote that never closes is left out."""
    if text[:1] == '"':
        text = text[1:]
        text = text[:-1] if text.endswith('"') and not text.endswith('\\"') else text
        # A Windows path keeps its backslashes: only quotes and backslashes are escaped.
        return re.sub(r'\\(["\\])', r"\1", text)
    return text.strip("'") if len(text) > 1 and text[0] == text[-1] == "'" else text


def _outside_quotes(text: str, separator: str) -> list[str]:
    pieces: list[str] = []
    current: list[str] = []
    quoted = escaped = False
    for c in text:
        if escaped:
            escaped = False
        elif c == "\\" and quoted:
            escaped = True
        elif c == '"':
            quoted = not quoted
        elif c == separator and not quoted:
            pieces.append("".join(current))
            current = []
            continue
        current.append(c)
    return [*pieces, "".join(current)]
