"""The rail: each view with its count, all counted in one query over what the agent may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from core.actor import Actor
from organisation.access import access_of
from requests_app.models import ServiceRequest

from . import words
from .lists import BY_SLUG, FIRST, LISTS, RAIL, Seen

# This view has a page of its own.
TRAY = "a-qualifier"


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str
    count: str = ""
    late: bool = False
    current: bool = False


@dataclass(frozen=True)
class Group:
    title: str
    entries: list[Item]


def counts(by: Actor, seen: Seen) -> dict[str, int]:
    """{slug: how many}, in one query."""
    counted = {view.slug.replace("-", "_"): Count("pk", filter=view.narrow(seen)) for view in LISTS if view.counted}
    found = ServiceRequest.objects.visible_to(by).open().aggregate(**counted)
    return {slug.replace("_", "-"): number for slug, number in found.items()}


def build(by: Actor, seen: Seen, current: str = "") -> list[Group]:
    figures = counts(by, seen)
    groups = [Group(str(title), [_item(slug, figures, current) for slug in slugs]) for title, slugs in RAIL]
    tools = _tools(by, current)
    if tools:
        groups.append(Group(_("Outils"), tools))
    return groups


def _tools(by: Actor, current: str) -> list[Item]:
    tools = []
    if can_see_failures(by):
        url = reverse("back_office:failures")
        tools.append(Item(_("Échecs à reprendre"), url, "triangle-alert", current=current == "echecs"))
        tools.append(
            Item(_("Domaines d’envoi"), reverse("back_office:sending"), "mail-check", current=current == "envoi")
        )
    if access_of(by).is_staff:
        tools.append(Item(_("Administration"), reverse("admin:index"), "settings"))
    return tools


def can_see_failures(by: Actor) -> bool:
    """The reception desk and the heads of services put things right."""
    access = access_of(by)
    return bool(access.counter_ids or access.manager_ids)


def _item(slug: str, figures: dict[str, int], current: str) -> Item:
    view, number = BY_SLUG[slug], figures.get(slug, 0)
    query = "" if view is FIRST else f"?vue={slug}"
    return Item(
        label=str(view.label),
        url=reverse("back_office:tray") if slug == TRAY else reverse("back_office:inbox") + query,
        icon=view.icon,
        count=words.short_count(number) if view.counted else "",
        late=view.late and number > 0,
        current=slug == current,
    )
