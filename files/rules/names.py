"""File names as people wrote them, made harmless and kept readable. Pure."""

import re
import unicodedata

LONGEST = 120  # characters, extension included
_SEPARATORS = re.compile(r"[\\/:*?\"<>|]+")
_SPACES = re.compile(r"\s+")
# Windows opens devices under these names whatever the extension.
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def clean_name(name: str, extension: str, default: str = "document") -> str:
    """« ../../été\u202egpj.exe » → a plain name that ends with `extension` (given without dot).

    Only the last part of a path is kept; control, bidirectional and invisible characters go; the extension is the
    one the content deserves, so that « facture.pdf.jpg » holding a PDF cannot be stored.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name or ""))[-1]
    # C: control, format (bidirectional marks, zero-width), surrogates; Z but the plain space: line separators.
    visible = "".join(c if c == " " or unicodedata.category(c)[0] not in "CZ" else " " for c in last)
    stem = _SPACES.sub(" ", _SEPARATORS.sub(" ", visible))
    stem = stem.rpartition(".")[0] or stem
    stem = stem.strip(" .-")
    if not stem or _DEVICES.match(stem):
        stem = default
    return f"{stem[: LONGEST - len(extension) - 1].rstrip(' .')}.{extension}"


def extension_of(name: str) -> str:
    """Lower-case extension without its dot, read after hidden characters are dropped; « » when there is none."""
    visible = "".join(c for c in name or "" if unicodedata.category(c)[0] != "C").strip().rstrip(".")
    stem, dot, extension = visible.rpartition(".")
    return extension.strip().lower() if dot and stem and len(extension) <= 10 else ""


def shown(name: str) -> str:
    """The name as it may be quoted in a sentence: short, one line, no hidden character."""
    last = re.split(r"[\\/]", name or "")[-1]
    visible = "".join(c if unicodedata.category(c)[0] not in "CZ" or c == " " else "" for c in last).strip()
    return visible if len(visible) <= 60 else f"{visible[:57]}…"
