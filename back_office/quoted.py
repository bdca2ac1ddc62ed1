"""A mail as it is read: what was written this time, and the history it drags along. Pure."""

from __future__ import annotations

import re

# Where mail programs begin what they quote, in French and in English.
_STARTS = re.compile(
    r"^(?:>|_{8,}|-{2,} ?(?:message (?:d.origine|transféré|original)|original message|forwarded message)"
    r"|(?:le|on) .{6,120}(?:a écrit|wrote) ?:|(?:de|from) ?: .+@)",
    re.IGNORECASE | re.MULTILINE,
)

# Lines of a forward that say nothing of what it asks.
_FRAME = re.compile(
    r"^\s*(?:[>-]*\s*-{2,}.*-{2,}\s*|_{8,}|>?\s*\*?(?:de|from|envoyé|sent|date|à|to|cc|objet|subject)\s?\*?:.*"
    r"|début du message réexpédié ?:|begin forwarded message:)$",
    re.IGNORECASE,
)


def first_words(text: str) -> str:
    """What a list shows of a message: a forward begins with what was forwarded, not with its frame."""
    kept = [line.lstrip("> ") for line in text.splitlines() if not _FRAME.match(line)]
    return " ".join(" ".join(kept).split()) or " ".join(text.split())


def split(text: str) -> tuple[str, str]:
    """(what is new, what is quoted). A mail that is only a quotation is shown whole."""
    found = _STARTS.search(text)
    if found is None or not text[: found.start()].strip():
        return text.strip(), ""
    return text[: found.start()].strip(), text[found.start() :].strip()
