"""The rail: each view with its count, all counted in one query over what the agent may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from channels_app.call_policies import sees_the_log
from channels_app.post import reading as letters
from core.actor import Actor
from organisation.access import access_of
from requests_app.enums import TaskState
from requests_app.models import ServiceRequest, Task

from . import desk, paging, words
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


LETTERS, CALLS, LATE_CALLS = "courrier", "a-rappeler", "a-rappeler-en-retard"


def counts(by: Actor, seen: Seen) -> dict[str, int]:
    """{slug: how many, no further than is told}, the letters of the day and the calls to make too, in one query."""
    found = ServiceRequest.objects.visible_to(by).open()
    lists: dict[str, Sequence[QuerySet[Any]]] = {
        view.slug: [found.filter(view.narrow(seen))] for view in LISTS if view.counted
    }
    access = access_of(by)
    calls = Task.objects.visible_to(by).filter(state=TaskState.OPEN)
    if access.service_ids:
        lists[LETTERS] = [letters.waiting(access.commune_id, by)] if access.commune_id else []
        lists[CALLS] = [calls.filter(due_on__lte=seen.today)]
        lists[LATE_CALLS] = [calls.filter(due_on__lt=seen.today)]
    return paging.counted(lists, words.MANY + 1)


def build(by: Actor, seen: Seen, current: str = "") -> list[Group]:
    figures = counts(by, seen)
    groups = [Group(str(title), [_item(slug, figures, current) for slug in slugs]) for title, slugs in RAIL]
    groups[-1].entries[1:1] = _arrivals(by, figures, current)
    tools = _tools(by, current)
    if tools:
        groups.append(Group(_("Outils"), tools))
    return groups


def _arrivals(by: Actor, figures: dict[str, int], current: str) -> list[Item]:
    """Between what is to qualify and everything: the letters of the day, the people to call back."""
    if not access_of(by).service_ids:
        return []
    called = [
        replace(one, count=words.short_count(figures[CALLS]), late=figures[LATE_CALLS] > 0)
        for one in _page("tasks", _("Appels à rappeler"), "phone-incoming", current == CALLS)
    ]
    mail = [
        replace(one, count=words.short_count(figures[LETTERS]))
        for one in _page("post_in", _("Courrier du jour"), "mailbox", current == LETTERS)
    ]
    return [*mail, *called]


def _tools(by: Actor, current: str) -> list[Item]:
    tools: list[Item] = []
    if desk.may_use(by):
        tools += _page("desk", _("Guichet unique"), "headphones", current == "guichet")
        if sees_the_log(by):
            tools += _page("calls", _("Journal des appels"), "phone-call", current == "appels")
        tools += _page("people", _("Usagers"), "users", current == "usagers")
        tools += _page("continuity", _("Formulaires papier"), "file-down", current == "continuite")
    if access_of(by).service_ids:
        # Whoever writes answers prints and posts them.
        tools += _page("post_out", _("Courrier à expédier"), "send", current == "courrier-depart")
    if access_of(by).service_ids:
        tools += _page("absences", _("Absences"), "calendar-off", current == "absences")
    if access_of(by).is_staff or access_of(by).manager_ids:
        tools += _page("accounts", _("Comptes des agents"), "user-cog", current == "comptes")
    if can_see_failures(by):
        tools += _page("failures", _("Échecs à reprendre"), "triangle-alert", current == "echecs")
        tools += _page("sending", _("Domaines d’envoi"), "mail-check", current == "envoi")
    if access_of(by).is_staff:
        tools.append(Item(_("Administration"), reverse("admin:index"), "settings"))
    return tools


def _page(name: str, label: str, icon: str, current: bool) -> list[Item]:
    url = address(name)
    return [Item(label, url, icon, current=current)] if url else []


def address(name: str) -> str:
    """Empty while the page does not exist."""
    try:
        return reverse(f"back_office:{name}")
    except NoReverseMatch:
        return ""


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
