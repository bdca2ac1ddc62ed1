"""Content-Transfer-Encoding → bytes, and files uuencoded inside a text. Lenient, linear, never raises."""

import binascii
import re

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_ALPHABET = bytes(set(range(256)) - set(_ALPHABET) - {ord("=")})
_UU_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,300})\r?$", re.MULTILINE)


def decode(data: bytes, encoding: str) -> tuple[bytes, str]:
    """(bytes, defect)."""
    name = encoding.strip().strip("\"'").split(";")[0].split("(")[0].strip().lower()
    if name == "base64":
        if _is_plain_text(data):
            return data, "encoding-lie"
        return from_base64(data)
    if name in {"quoted-printable", "quotedprintable", "qp"}:
        return binascii.a2b_qp(_without_loose_equals(data)), ""
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uu_body(data.decode("latin-1")), ""
    return data, "" if name in {"", "7bit", "8bit", "binary", "7-bit", "8-bit"} else "encoding-unknown"


def _is_plain_text(data: bytes) -> bool:
    """Declared base64, sent in clear: spaces inside the lines, or letters in eight bits."""
    sample = data.lstrip()[:2000].partition(b"\n")[0].rstrip()
    if len(sample) < 20:
        sample = data[:2000].strip()
    outside = len(sample.translate(None, _ALPHABET + b"=\r\n"))
    return outside * 12 > len(sample)


def from_base64(data: bytes) -> tuple[bytes, str]:
    """Strangers dropped, padding repaired, several blocks one after the other read as one."""
    clean = data.translate(None, _NOT_ALPHABET)
    end = clean.find(b"=")
    if end < 0:
        return _block(clean), "base64-cut" if len(clean) % 4 else ""
    tail = clean[end:].strip(b"=")
    if not tail:
        return _block(clean[:end]), ""
    # Blocks of 57 bytes and more each with its padding, or a footer in clear that a list has added.
    raw_tail = data[data.find(b"=") :].lstrip(b"= \t\r\n")
    if _is_plain_text(raw_tail):
        return _block(clean[:end]), "base64-footer"
    return b"".join(_block(piece) for piece in clean.split(b"=") if piece), "base64-blocks"


def _block(clean: bytes) -> bytes:
    extra = len(clean) % 4
    if extra == 1:
        clean = clean[:-1]
    elif extra:
        clean += b"=" * (4 - extra)
    try:
        return binascii.a2b_base64(clean)
    except binascii.Error:
        return b""


def _without_loose_equals(data: bytes) -> bytes:
    """Spaces after a soft break, as some relays leave them."""
    return re.sub(rb"=[ \t]{1,20}(\r?\n)", rb"=\1", data)


def _uu_body(text: str) -> bytes:
    begin = _UU_BEGIN.search(text)
    return _uu_lines(text[begin.end() :] if begin else text)[0]


def _uu_lines(text: str) -> tuple[bytes, int]:
    """(bytes, how many characters were read): until « end »."""
    out, position = [], 0
    for line in text.splitlines(keepends=True):
        position += len(line)
        stripped = line.rstrip("\r\n")
        if stripped == "end":
            break
        if stripped:
            out.append(_uu_line(stripped))
    return b"".join(out), position


def _uu_line(line: str) -> bytes:
    raw = line.encode("latin-1", "replace")
    try:
        return binascii.a2b_uu(raw)
    except binascii.Error:
        # Trailing characters of a bad encoder: as many as the first one announces.
        wanted = (((raw[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(raw[:wanted])
        except binascii.Error:
            return b""


def take_uuencoded(text: str, at_most: int = 20) -> tuple[str, list[tuple[str, bytes]]]:
    """(the text without them, [(name, content)]) of the files written between « begin 644 name » and « end »."""
    if "begin" not in text or not re.search(r"^end\r?$", text, re.MULTILINE):
        return text, []
    files: list[tuple[str, bytes]] = []
    kept: list[str] = []
    position = 0
    while len(files) < at_most and (begin := _UU_BEGIN.search(text, position)):
        content, length = _uu_lines(text[begin.end() :].lstrip("\r\n"))
        skipped = len(text) - begin.end() - len(text[begin.end() :].lstrip("\r\n"))
        kept.append(text[position : begin.start()])
        files.append((begin.group(1).strip(), content))
        position = begin.end() + skipped + length
    return "".join((*kept, text[position:])), files
