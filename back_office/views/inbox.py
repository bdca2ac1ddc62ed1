"""The inbox: what the agent's services must do, soonest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET

from back_office import desk_person, due, filters as asked, rows, shell, words
from back_office.desk import DeskState
from back_office.guards import agents_only
from back_office.listing import Figures, Listing
from back_office.lists import Seen
from core import search
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from core.templatetags.grc_dates import heure
from organisation.access import access_of
from organisation.models import Service
from requests_app import policies
from requests_app.enums import Phase

MOST_PEOPLE = 4


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Menu:
    """One filter: its name, what is chosen now, and the links that choose."""

    name: str
    value: str
    on: bool
    choices: list[Choice]


@require_GET
@agents_only
def inbox(request: HttpRequest) -> HttpResponse:
    commune = Commune.objects.current()
    by, seen = shell.actor(request), shell.seen(request, commune)
    wanted = asked.Filters.read(request.GET)
    asked.record_search(wanted, by)
    return shell.page(
        request,
        "back_office/inbox.html",
        current="" if wanted.query else wanted.view.slug,
        commune=commune,
        query=wanted.query,
        **_list(request, wanted, by, seen),
        menus=_menus(wanted, by),
        cleared=_link(wanted.changed(service=None, phase="", channel="", agent="", late=False)),
        filtered=wanted.changed(query="", view=asked.FIRST) != asked.Filters(),
        people=_people(wanted.query, commune, by),
    )


def _people(query: str, commune: Commune, by: Actor) -> list[desk_person.Found]:
    """Whoever receives people finds them from the bar of every page."""
    if not query or policies.can_receive(by) is not True:
        return []
    found = desk_person.search(query, commune, by)[:MOST_PEOPLE]
    return [replace(one, url=DeskState(person=one.value).url()) for one in found]


def _list(request: HttpRequest, wanted: asked.Filters, by: Actor, seen: Seen) -> dict[str, Any]:
    """Two queries for the rows, one for every figure of the page."""
    listing = Listing(wanted, by, seen)
    page, figures = listing.page(request.GET.get("apres", ""), request.GET.get("avant", "")), listing.figures()
    query = wanted.as_query()
    return {
        "title": _("Recherche") if wanted.query else str(wanted.view.label),
        "summary": _summary(figures),
        "shown": _shown(len(page.rows), figures),
        "groups": rows.grouped(
            [rows.row(found_row, seen, query) for found_row in page.rows], figures.by_state, flat=wanted.shows_ended
        ),
        "previous_url": _link(wanted, avant=page.before) if page.before else "",
        "next_url": _link(wanted, apres=page.after) if page.after else "",
        "here": request.get_full_path(),
        "now": heure(timezone.localtime()),
        "empty": _empty(wanted),
        "cut": _cut() if wanted.cut else "",
        "by_due": not wanted.shows_ended,
    }


def _summary(figures: Figures) -> str:
    text = words.requests(figures.all, more=figures.more)
    if not figures.by_state.get(due.LATE):
        return text
    late = words.count(figures.by_state[due.LATE])
    return _("%(requests)s, dont %(late)s en retard") % {"requests": text, "late": late}


def _shown(here: int, figures: Figures) -> str:
    return ngettext("%(n)s demande affichée sur %(total)s", "%(n)s demandes affichées sur %(total)s", here) % {
        "n": here,
        "total": words.count(figures.all, more=figures.more),
    }


def _empty(wanted: asked.Filters) -> str:
    if wanted.query and not search.words_of(wanted.query)[0]:
        return _("Rien à chercher dans « %s » : tapez un nom, un mot, une rue ou un numéro.") % wanted.query[:40]
    if wanted.query:
        return _("Aucune demande ne contient ces mots parmi celles de vos services.")
    if wanted.narrowed:
        return _("Aucune demande ne répond à ces choix.")
    return _("Rien à traiter : toutes les demandes de vos services sont à jour.")


def _cut() -> str:
    return _("Recherche trop longue : seuls les %d premiers mots sont cherchés.") % search.MAX_WORDS


def _link(wanted: asked.Filters, **more: str) -> str:
    query = wanted.as_query()
    extra = "&".join(f"{key}={value}" for key, value in more.items())
    whole = "&".join(part for part in (query, extra) if part)
    return reverse("back_office:inbox") + (f"?{whole}" if whole else "")


def _menus(wanted: asked.Filters, by: Actor) -> list[Menu]:
    services = Service.objects.filter(pk__in=access_of(by).service_ids).values_list("public_id", "short_name")
    late = {"": _("toutes"), "1": _("en retard")}
    return [
        _menu(_("Service"), "service", wanted, {None: _("tous"), **dict(services)}),
        _menu(_("État"), "phase", wanted, {"": _("tous"), **dict(Phase.choices)}),
        _menu(_("Échéance"), "late", wanted, {False: late[""], True: late["1"]}),
        _menu(_("Canal"), "channel", wanted, {"": _("tous"), **dict(Channel.choices)}),
        _menu(_("Agent"), "agent", wanted, {"": _("tous"), **asked.AGENTS}),
    ]


def _menu(name: str, field: str, wanted: asked.Filters, options: dict[Any, Any]) -> Menu:
    now = getattr(wanted, field)
    choices = [
        Choice(str(label), _link(wanted.changed(**{field: value})), value == now) for value, label in options.items()
    ]
    return Menu(name, str(options.get(now, _("autre"))), bool(now), choices)
