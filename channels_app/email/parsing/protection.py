"""S/MIME and PGP: seen and opened where nothing is secret; never checked, never decrypted."""

import re

_CLEAR_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # OID 1.2.840.113549.1.7.2
_DATA = bytes.fromhex("2a864886f70d010701")
_OCTETS, _SEQUENCE, _OID, _CONSTRUCTED_OCTETS = 0x04, 0x30, 0x06, 0x24
MIME_TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}


def open_clear_signed(text: str) -> tuple[str, str]:
    """(the text without its armour, what was seen: « », pgp-signed or pgp-encrypted)."""
    start = text.find(_CLEAR_SIGNED)
    end = text.find(_SIGNATURE, start)
    if start < 0 or end < 0:
        return text, "pgp-encrypted" if _PGP_MESSAGE in text else ""
    inside = text[start + len(_CLEAR_SIGNED) : end]
    _, blank, words = inside.partition("\n\n")  # after « Hash: SHA256 » and an empty line
    words = re.sub(r"^- ", "", words if blank else inside, flags=re.MULTILINE)
    closing = re.search(r"-----END PGP SIGNATURE-----[^\n]*\n?", text[end:])
    after = text[end + closing.end() :] if closing else ""
    return f"{text[:start]}{words}{after}", "pgp-signed"


def open_signed_data(der: bytes) -> bytes | None:
    """The MIME entity inside an opaque S/MIME signature (CMS SignedData, RFC 5652 §5), None when there is none."""
    try:
        return _encapsulated(der)
    except (IndexError, ValueError):
        return None


def _encapsulated(der: bytes) -> bytes | None:
    kind, body, _ = _read(der, 0)
    if kind != _SEQUENCE:
        return None
    kind, oid, position = _read(body, 0)
    if kind != _OID or oid != _SIGNED_DATA:
        return None
    _, wrapped, _ = _read(body, position)  # [0] EXPLICIT
    _, signed, _ = _read(wrapped, 0)
    _, _, position = _read(signed, 0)  # version
    _, _, position = _read(signed, position)  # digest algorithms
    _, content_info, _ = _read(signed, position)
    kind, oid, position = _read(content_info, 0)
    if kind != _OID or oid != _DATA or position >= len(content_info):
        return None
    _, explicit, _ = _read(content_info, position)
    kind, octets, _ = _read(explicit, 0)
    return octets if kind == _OCTETS else _joined(octets) if kind == _CONSTRUCTED_OCTETS else None


def _joined(octets: bytes) -> bytes:
    """Outlook cuts long contents into many small strings."""
    pieces, position = [], 0
    while position < len(octets) and octets[position : position + 2] != b"\0\0":
        _, piece, position = _read(octets, position)
        pieces.append(piece)
    return b"".join(pieces)


def _read(data: bytes, position: int, depth: int = 0) -> tuple[int, bytes, int]:
    """(tag, content, where the next element starts) of one BER element."""
    if depth > 16:
        raise ValueError("too deep")
    tag, first = data[position], data[position + 1]
    start = position + 2
    if first == 0x80:  # indefinite length: up to two NULs, elements inside skipped one by one
        end = start
        while data[end : end + 2] != b"\0\0":
            _, _, end = _read(data, end, depth + 1)
        return tag, data[start:end], end + 2
    length = first
    if first & 0x80:
        size = first & 0x7F
        if size > 4:
            raise ValueError("length")
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    if start + length > len(data):
        raise ValueError("cut")
    return tag, data[start : start + length], start + length
