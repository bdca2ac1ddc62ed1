"""A text/plain part → the text as it was meant: format=flowed (RFC 3676), other simple text types."""

import re

from channels_app.email.parsing import charsets
from channels_app.email.parsing.html_text import tidy

_ENRICHED = re.compile(r"<(/?)([A-Za-z-]{1,40})>")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b\ufeff]")


def unflow(text: str, delete_space: bool) -> str:
    """Soft line ends removed inside paragraphs; the depth of quotes is kept, one « > » a level."""
    out: list[list[str]] = []  # pieces, joined once: a paragraph may have a million of them
    open_depth = -1  # the depth of the paragraph that the last line left open, -1 when none
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        signature = content == "-- "
        soft = content.endswith(" ") and not signature
        kept = content[:-1] if soft and delete_space else content
        if open_depth == depth and not signature:
            out[-1].append(kept)
        else:
            out.append(["> " * min(depth, 50), kept])
        open_depth = depth if soft else -1
    return "\n".join("".join(pieces) for pieces in out)


def enriched(text: str) -> str:
    """text/enriched and text/richtext: commands dropped, « << » is « < », one line end is a space."""
    text = re.sub(r"<param>.{0,200}?</param>", "", text[:500_000], flags=re.IGNORECASE | re.DOTALL)
    text = re.sub(r"(?<!\n)\n(?!\n)", " ", text)
    return tidy(_ENRICHED.sub("", text.replace("<<", "\ue000")).replace("\ue000", "<"))


def readable(text: str) -> str:
    """Without control characters (PostgreSQL refuses NUL) nor trailing spaces."""
    return tidy(charsets.composed(_INVISIBLE.sub("", text.replace("\f", "\n"))))
