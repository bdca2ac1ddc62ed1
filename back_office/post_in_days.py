"""Around the letters of the day: what was left out of them, the days where others wait, the search in all texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Count
from django.utils.translation import gettext as _, ngettext

from channels_app.models import PostalItem, ScanPage
from channels_app.post import indexing, reading
from channels_app.post.enums import ItemState, PageKind
from core import search, trail
from core.actor import Actor
from core.models import Commune

from . import post_in_rows
from .post_in_rows import Row
from .post_in_state import PostState

MOST_FOUND = 30


def removed(day: reading.Day) -> dict[int, str]:
    """{batch: « 2 pages blanches et 1 feuille de séparation retirées »}: no sheet vanishes without a word."""
    empty = ScanPage.objects.filter(batch__in=[one.batch for one in day.batches], item__isnull=True)
    counted: dict[int, dict[str, int]] = {}
    for batch, kind, number in empty.values_list("batch_id", "kind").annotate(number=Count("pk")).order_by("batch_id"):
        counted.setdefault(batch, {})[kind] = number
    return {batch: words for batch, kinds in counted.items() if (words := _removed(kinds))}


def _removed(kinds: Mapping[str, int]) -> str:
    blank, separators = kinds.get(PageKind.BLANK, 0), kinds.get(PageKind.SEPARATOR, 0)
    said = [
        ngettext("%d page blanche", "%d pages blanches", blank) % blank if blank else "",
        ngettext("%d feuille de séparation", "%d feuilles de séparation", separators) % separators
        if separators
        else "",
    ]
    words = _(" et ").join(part for part in said if part)
    return _("Retirées : %s") % words if words else ""


def elsewhere(state: PostState, by: Actor, commune: Commune) -> list[tuple[dt.date, int, str]]:
    """Other days where letters wait, oldest first: yesterday’s mail is not forgotten."""
    waiting = PostalItem.objects.visible_to(by).to_do().filter(commune=commune).exclude(received_on=state.day)
    counted = waiting.values_list("received_on").annotate(number=Count("pk")).order_by("received_on")[:7]
    return [(day, number, state.of_day(day)) for day, number in counted]


def results(state: PostState, by: Actor, commune: Commune) -> list[Row]:
    """Letters of any day that hold these words: sender, object, numbers, text; the search is recorded."""
    trail.record(by, trail.Verb.SEARCH, indexing.KIND, "", words=len(state.query.split()))
    refs = search.refs(indexing.KIND, state.query, by)
    found = PostalItem.objects.visible_to(by).filter(pk__in=refs, commune=commune).order_by("-received_on", "-pk")
    shown = reading.without_addresses(found.select_related("request")[:MOST_FOUND], by)
    return [_result(item, state) for item in shown]


def _result(item: PostalItem, state: PostState) -> Row:
    colour, icon = post_in_rows.TAGS[ItemState(item.state)]
    return Row(
        label=item.arrival_number or _("Pli %d") % item.rank,
        title=item.subject or item.read_subject or _("Lettre sans objet lu"),
        detail=post_in_rows.name_of(item.sender or item.read_sender),
        url=state.of_item(item.public_id, day=item.received_on),
        identifier=str(item.public_id),
        state_label=item.get_state_display(),
        colour=colour,
        icon=icon,
    )
