"""`{% icon "phone" %}`: a Lucide icon, inlined so that it takes the colour of its text and costs no request."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)


class UnknownIcon(LookupError):
    """No such icon in lucide-static: fails loudly, so that a page never shows an empty place."""


@cache
def _paths(name: str) -> str:
    """The drawing of one icon, without its frame. Raises UnknownIcon."""
    if not _NAME.fullmatch(name):
        raise UnknownIcon(name)
    try:
        source = (Path(settings.LUCIDE_ICONS) / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise UnknownIcon(name) from missing
    found = _BODY.search(source)
    if found is None:
        raise UnknownIcon(name)
    return re.sub(r"\s*\n\s*", "", found.group(1))


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """Decorative by definition: the words beside it carry the meaning (`aria-hidden`)."""
    css = "icon" if not _NAME.fullmatch(extra_class) else f"icon {extra_class}"
    # The drawing comes from a package of ours, and both names passed a pattern: nothing typed by a person enters.
    return mark_safe(  # noqa: S308
        f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{_paths(name)}</svg>'
    )
