"""Texts of the catalogue: `**two stars**` make words strong, and nothing else is markup."""

import re
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.models import Commune
from files.models import StoredFile
from organisation.queries import opening_sentence
from portal.papers import Paper, blocked
from procedures.form_engine import Row

register = template.Library()
_COORDINATES = re.compile(r"point sur la carte \([^)]*\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")


@register.filter
def strong(text: str) -> SafeString:
    """Escaped first: a text of the catalogue can carry no tag of its own."""
    return mark_safe(_STRONG.sub(r"<strong>\1</strong>", escape(text or "")))  # noqa: S308


@register.filter
def for_person(row: Row) -> str:
    """A place without its coordinates, which are for agents: nobody checks six decimals before sending."""
    if row.kind != "point":
        return row.value
    return _COORDINATES.sub(_("point placé sur le plan"), row.value)


@register.filter
def steps(number: int, total: int) -> list[bool]:
    """Which bars are filled: the pages done and this one, then the summary."""
    return [position <= number for position in range(1, total + 2)]


@register.simple_tag
def opening(owner: Any) -> str:
    """« Ouvert aujourd’hui jusqu’à 17 h 30. » for a service, a place or the commune; empty without hours."""
    sentence = opening_sentence(owner, owner if isinstance(owner, Commune) else owner.commune)
    return f"{sentence}." if sentence else ""


@register.simple_tag
def blocked_reason(stored: StoredFile, commune: Commune) -> str:
    """Why a file does not open yet or ever; empty when it does."""
    return blocked(stored, commune)


@register.filter
def awaited(papers: list[Paper]) -> bool:
    """Whether something is still being prepared: the page asks again."""
    return any(not paper.ready and not paper.why for paper in papers)
