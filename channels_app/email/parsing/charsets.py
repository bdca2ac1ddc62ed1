"""Bytes → text, whatever the charset that was declared, and whether or not it tells the truth."""

import codecs
import re
import unicodedata
from functools import lru_cache

from charset_normalizer import from_bytes

from channels_app.email.parsing import limits

# What programs write → what they mean. The web's habit: latin-1 and us-ascii are read as Windows-1252.
ALIASES = {
    "us-ascii": "cp1252", "ascii": "cp1252", "ansi": "cp1252", "ansi_x3.4-1968": "cp1252", "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "x-ansi": "cp1252", "windows": "cp1252", "cp-1252": "cp1252",
    "win-1252": "cp1252", "8859_1": "cp1252", "iso-8859-15euro": "iso8859-15", "latin-9": "iso8859-15",
    "utf8mb4": "utf-8", "utf": "utf-8", "unicode": "utf-16", "unicode-1-1-utf-8": "utf-8", "utf-8mb4": "utf-8",
    "cp65001": "utf-8", "65001": "utf-8", "x-utf-8": "utf-8", "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "macintosh": "mac_roman", "x-mac-roman": "mac_roman", "x-macintosh": "mac_roman", "mac": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "cp-850": "cp850", "ibm-850": "cp850", "dos": "cp850",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-2022-jp": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "iso-8859-8-i": "iso8859-8",
    "big5": "big5hkscs",
    "koi8-ru": "koi8-u", "x-cp1251": "cp1251", "tis-620": "cp874", "x-iso-8859-1": "cp1252",
}  # fmt: skip
# Codecs of Python that are not charsets of mails, and could be slow or surprising.
NOT_CHARSETS = {
    "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem", "base64", "bz2", "hex",
    "quopri", "rot13", "uu", "zlib", "utf-8-sig-escape", "charmap",
}  # fmt: skip
SINGLE_BYTE = re.compile(r"^(cp(?!932|949|950|936)\d+|iso8859|koi8|mac|latin)")
_SURROGATES = re.compile("[\ud800-\udfff]")  # UTF-7 can write halves of characters, which nothing can store
_DECOMPOSED = re.compile("\\w[\u0300-\u036f]{1,3}")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FRENCH = "éèêëàâäçùûüôöîïœæÉÈÊËÀÂÇÙÛÔÎÏŒÆ«»’‘“”…–—€°²\u00a0\u202f"


@lru_cache(maxsize=256)
def python_codec(declared: str) -> str:
    """The codec of a declared charset; « » when it names none."""
    name = declared.strip().strip("\"'<>").split(";")[0].split("http-equiv")[0].strip().lower().rstrip(".,")
    name = ALIASES.get(name, ALIASES.get(name.replace("_", "-"), name))
    for candidate in (name, name.removeprefix("x-"), re.sub(r"^(?:windows|win|cp)[-_ ]?", "cp", name)):
        try:
            info = codecs.lookup(candidate[:40])
        except (LookupError, ValueError, UnicodeError):
            continue
        # Typeshed leaves the flag out: only codecs from bytes to text may be used.
        if info.name.replace("_", "-") not in NOT_CHARSETS and getattr(info, "_is_text_encoding", True):
            return ALIASES.get(info.name, info.name)
    return ""


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """(text, defect): the text, and « » or the code of what was wrong with the declared charset.

    A valid UTF-8 text that holds accents is UTF-8 whatever was declared: chance does not write that. Then the
    declared charset, then what the bytes look like. Never raises; NUL and the byte order mark are dropped.
    """
    codec = python_codec(declared) if declared else ""
    text, defect = _decode(data, codec, declared)
    return _SURROGATES.sub("\ufffd", text).replace("\0", "").lstrip("\ufeff"), defect


def _decode(data: bytes, codec: str, declared: str) -> tuple[str, str]:
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), ""
    if data.isascii() and not _is_stateful(data, codec):
        return data.decode("ascii"), "" if codec or not declared else "charset-unknown"
    text = None if looks_utf16(data) else _strict(data, "utf-8")
    if text is not None and not codec.startswith("utf-7"):
        # In the charsets of several bytes a short text may be valid UTF-8 by chance.
        if not codec or codec == "utf-8" or SINGLE_BYTE.match(codec) or _foreign(text, 6):
            return text, "" if codec == "utf-8" else "charset-lie" if codec and not _ascii_name(declared) else ""
    if codec and codec != "utf-8" and not _ascii_name(declared):
        text = _strict(data, codec)
        if text is not None and not _is_controls(text):
            return text, ""
    return guess(data), "charset-lie" if codec else "charset-unknown"


def _foreign(text: str, at_least: int) -> bool:
    return sum(not c.isascii() for c in text[:4000]) >= at_least


def _ascii_name(declared: str) -> bool:
    return "ascii" in declared.lower()


def _is_stateful(data: bytes, codec: str) -> bool:
    """Charsets written with seven bits: the ASCII bytes are not the text."""
    return codec.startswith(("utf-7", "utf-16", "utf-32", "iso2022", "hz")) or b"\x1b$" in data or b"\0" in data


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        # A text cut in the middle of its last character is still of that charset.
        return _cut_tail(data, codec)


def _cut_tail(data: bytes, codec: str) -> str | None:
    for cut in (1, 2, 3):
        if len(data) > 40:
            try:
                return data[:-cut].decode(codec)
            except (UnicodeError, ValueError, LookupError):
                continue
    return None


def _is_controls(text: str) -> bool:
    """C1 controls or nothing but odd planes: the wrong charset was followed."""
    sample = text[:4000]
    odd = sum(1 for c in sample if "\x80" <= c <= "\x9f" or c == "\ufffd" or unicodedata.category(c) in {"Cn", "Co"})
    return odd * 50 > len(sample)


def composed(text: str) -> str:
    """« e » and its accent as one character, as a Mac does not write it. A few marks a letter: normalising a text made
    of nothing but marks takes the square of its length."""
    return _DECOMPOSED.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)


def looks_utf16(data: bytes) -> bool:
    sample = data[:400]
    return len(sample) > 3 and sample.count(0) * 3 > len(sample)


def guess(data: bytes) -> str:
    """The text these bytes most likely are, with no help: escape sequences, NULs, French letters, then statistics."""
    if b"\x1b$" in data or b"\x1b(J" in data:
        return data.decode("iso2022_jp_ext", "replace")
    if looks_utf16(data):
        even = data[:400:2].count(0) > data[1:400:2].count(0)
        return data.decode("utf-16-be" if even else "utf-16-le", "replace")
    sample = data[: limits.CHARSET_SAMPLE]
    best, score = _best_french(sample)
    if score >= 0.8:
        return data.decode(best, "replace")
    mostly_utf8 = data.decode("utf-8", "replace")
    if mostly_utf8.count("\ufffd") * 20 <= sum(not c.isascii() for c in mostly_utf8[:100_000]):
        return mostly_utf8
    found = _statistics(sample)
    return data.decode(found or "cp1252", "replace")


def _best_french(sample: bytes) -> tuple[str, float]:
    """Windows by far the most common; the others when they are clearly better."""
    scores = {name: french_score(sample, name) for name in ("cp1252", "mac_roman", "cp850")}
    best = max(scores, key=lambda name: scores[name] + (0.1 if name == "cp1252" else 0))
    return best, scores[best]


def french_score(sample: bytes, codec: str) -> float:
    """Share of the non-ASCII characters that French is written with, 0 when there are none."""
    foreign = [c for c in sample.decode(codec, "replace") if not c.isascii()]
    if not foreign:
        return 0.0
    # Between two charsets that both give French letters, small ones are the likelier.
    return sum(1 + c.islower() / 1000 for c in foreign if c in FRENCH) / len(foreign)


def _statistics(sample: bytes) -> str:
    try:
        best = from_bytes(sample).best()
    except Exception:  # noqa: BLE001 — a library's guess is never worth a lost mail
        return ""
    return best.encoding if best is not None else ""
