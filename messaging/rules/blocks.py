"""From plain text to the few HTML elements a mail needs, so that both parts say exactly the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list when every line begins with « - ». Lines are escaped, addresses made links."""

    lines: list[SafeString]
    is_list: bool = False


def blocks(text: str) -> list[Block]:
    return [_block(paragraph) for paragraph in _PARAGRAPHS.split(text.strip()) if paragraph.strip()]


def _block(paragraph: str) -> Block:
    lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
    is_list = all(line.startswith("- ") for line in lines)
    shown = [line.removeprefix("- ") if is_list else line for line in lines]
    # urlize escapes everything it does not make itself.
    return Block([mark_safe(urlize(line, autoescape=True)) for line in shown], is_list)  # noqa: S308
