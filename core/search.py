"""Search over everything an actor may see: one index, one folding, visibility in the same query."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, QuerySet

from core.actor import Actor
from core.folding import fold
from core.models import SearchEntry

Visibility = Callable[[Actor], Q]
_visibility: dict[str, Visibility] = {}

MAX_QUERY = 200  # characters; a longer search is cut, not refused
MAX_WORDS = 8


def register_visibility(kind: str, filter_for: Visibility) -> None:
    """``filter_for(actor)`` is a Q over SearchEntry; a kind without one is never found."""
    _visibility[kind] = filter_for


def index(
    kind: str,
    ref: int,
    *,
    commune_id: int,
    text: str,
    service_id: int | None = None,
    sector: str = "",
    confidential: bool = False,
    held: bool = False,
) -> None:
    """Writes the entry of one thing; called by the operation that changed it, in its transaction."""
    words = fold(text)[:20_000]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [kind, ref, commune_id, service_id, sector, confidential, held, words])


# Whether the entry was there or not.
_WRITE = """
INSERT INTO core_searchentry (kind, ref, commune_id, service_ref, sector, confidential, held, text)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (kind, ref) DO UPDATE SET commune_id = EXCLUDED.commune_id, service_ref = EXCLUDED.service_ref,
    sector = EXCLUDED.sector, confidential = EXCLUDED.confidential, held = EXCLUDED.held, text = EXCLUDED.text
"""


def remove(kind: str, ref: int) -> None:
    SearchEntry.objects.filter(kind=kind, ref=ref).delete()


def words_of(query: str) -> tuple[list[str], bool]:
    """The words that are looked for, and whether others were left aside: a page says so."""
    words = _telling(list(dict.fromkeys(fold(query[:MAX_QUERY]).split())))
    return words[:MAX_WORDS], len(words) > MAX_WORDS or len(query) > MAX_QUERY


def _condition(query: str) -> Q | None:
    """Every word must be there: whole or stemmed (full text), or as a part of three letters and more (trigrams)."""
    words, _cut = words_of(query)
    if not words:
        return None
    condition = Q()
    for word in words:
        matches = Q(vector=SearchQuery(word, config="french"))
        if len(word) >= 3:
            matches |= Q(text__contains=word)
        condition &= matches
    return condition


def _telling(words: list[str]) -> list[str]:
    """Without « de », « la » or the check letter of a number: full text holds none of them: nothing would match.

    Alone, they are all there is to look for.
    """
    return [word for word in words if len(word) > 2 or not word.isalpha()] or words


def matching(kind: str, query: str, by: Actor) -> QuerySet[SearchEntry]:
    """Entries of this kind that the actor may see and that hold every word; nothing for an empty query."""
    condition = _condition(query)
    if condition is None or kind not in _visibility:
        return SearchEntry.objects.none()
    return SearchEntry.objects.filter(_visibility[kind](by), condition, kind=kind)


def refs(kind: str, query: str, by: Actor) -> QuerySet[SearchEntry, int]:
    """Primary keys of the matching things, as a subquery for ``pk__in``."""
    return matching(kind, query, by).values_list("ref", flat=True)


def among(kind: str, candidates: Sequence[int], query: str) -> set[int]:
    """Of these things, which the caller may already see, those that hold every word; nothing for an empty query."""
    condition = _condition(query)
    if condition is None or not candidates:
        return set()
    found = SearchEntry.objects.filter(condition, kind=kind, ref__in=candidates)
    return set(found.values_list("ref", flat=True))
