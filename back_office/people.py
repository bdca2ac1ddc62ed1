"""« Usagers »: the people and organisations found as one types, each with the reason why."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from citizens import policies
from citizens.enums import ORGANISATIONS, ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.search import Match, find_people, is_cut
from core import trail
from core.actor import Actor
from core.errors import Forbidden
from core.models import Commune
from organisation.access import access_of

from . import desk_person, words

PEOPLE, BODIES = "personnes", "organismes"
MOST, PAGE, LONGEST = 30, 40, 200


@dataclass(frozen=True)
class Row:
    """Two lines: who; how to reach them; where; why they are shown."""

    public_id: str
    url: str
    name: str
    initials: str
    detail: str
    phone: str = ""
    email: str = ""
    street: str = ""
    town: str = ""
    reasons: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Page:
    """``searched``: words were typed; without them, people are not listed and organisations are, by name."""

    tab: str
    query: str
    tabs: list[Tab]
    rows: list[Row] = field(default_factory=list)
    searched: bool = False
    request_hit: tuple[str, str] | None = None
    next_url: str = ""
    can_create: bool = False
    cut: bool = False

    @property
    def bodies(self) -> bool:
        return self.tab == BODIES

    @property
    def told(self) -> str:
        if not self.rows:
            return _("Aucun résultat.") if self.searched else ""
        return ngettext("%(n)d fiche", "%(n)d fiches", len(self.rows)) % {"n": len(self.rows)}


def require_access(by: Actor) -> None:
    """Those who receive people or handle requests, in any service; elected members and auditors have no such page."""
    if not access_of(by).service_ids:
        raise Forbidden(_("Le fichier des usagers est ouvert à l’accueil et à ceux qui traitent des demandes."))


def build(query: str, tab: str, after: str, commune: Commune, by: Actor) -> Page:
    """A search leaves one trace, without its words."""
    tab = tab if tab == BODIES else PEOPLE
    typed = " ".join(query.replace("\x00", "").split())
    query = typed[:LONGEST]
    searched = len(query) >= 2
    hit = desk_person.request_hit(query, by) if searched else None
    found, next_url = _found(query, tab, after, commune, by) if searched or tab == BODIES else ([], "")
    return Page(
        tab=tab,
        query=query,
        tabs=_tabs(tab, query),
        rows=rows(found, by),
        searched=searched,
        request_hit=(hit.number, reverse("back_office:request", args=[hit.public_id])) if hit else None,
        next_url=next_url,
        cut=searched and is_cut(typed),
        can_create=policies.can_create(by, commune.pk),
    )


def _found(query: str, tab: str, after: str, commune: Commune, by: Actor) -> tuple[list[Match], str]:
    if len(query) < 2:
        return _bodies(after, commune, by)
    trail.record(by, trail.Verb.SEARCH, "citizen", "", words=len(query.split()))
    limit = MOST if tab == PEOPLE else 2 * MOST
    matches = find_people(query, commune_id=commune.pk, by=by, limit=limit)
    return [one for one in matches if one.citizen.is_organisation == (tab == BODIES)][:MOST], ""


def _bodies(after: str, commune: Commune, by: Actor) -> tuple[list[Match], str]:
    """Associations and firms by name, a page at a time, from the one after the last shown."""
    found = Citizen.objects.visible_to(by).kept().filter(commune=commune, kind__in=ORGANISATIONS)
    if last := find(after, by):
        found = found.filter(Q(sort_key__gt=last.sort_key) | Q(sort_key=last.sort_key, pk__gt=last.pk))
    shown = list(found.order_by("sort_key", "pk")[: PAGE + 1])
    matches = [Match(one, [], 0) for one in shown[:PAGE]]
    return matches, _url(tab=BODIES, after=str(matches[-1].citizen.public_id)) if len(shown) > PAGE else ""


def find(text: str, by: Actor) -> Citizen | None:
    """The one of this public id, when they exist for this agent; the kept one after a merge."""
    try:
        wanted = uuid.UUID(str(text))
    except ValueError:
        return None
    found = Citizen.objects.visible_to(by).select_related("canonical__commune", "commune").filter(public_id=wanted)
    one = found.first()
    if one is None or one.canonical is None:
        return one
    return one.canonical if policies.can_view(by, one.canonical) else None


def others(query: str, citizen: Citizen, by: Actor) -> list[Row]:
    """People, never organisations, who may act or speak for this one: never themselves."""
    trail.record(by, trail.Verb.SEARCH, "citizen", "", words=len(query.split()))
    matches = find_people(query, commune_id=citizen.commune_id, by=by)
    return rows([one for one in matches if one.citizen.pk != citizen.pk and not one.citizen.is_organisation], by)


def rows(matches: Sequence[Match], by: Actor) -> list[Row]:
    """Two queries more than the search, whatever the number: the contact points this agent may read."""
    reached = _reached([one.citizen for one in matches], by)
    return [_row(one, reached[one.citizen.pk]) for one in matches]


def _reached(people: Sequence[Citizen], by: Actor) -> dict[int, dict[str, str]]:
    """{person: {kind: latest value}}; what belongs to a merged row is the kept person’s."""
    latest: dict[int, dict[str, str]] = defaultdict(dict)
    if not people:
        return latest
    # By the rows of the people first: an « or » across two tables has no index.
    keys = [one.pk for one in people]
    same = Citizen.objects.filter(Q(pk__in=keys) | Q(canonical__in=keys))
    whose = Q(citizen__in=same.values("pk"))
    points = ContactPoint.objects.visible_to(by).in_use().filter(whose).select_related("citizen")
    for point in points.order_by("pk"):
        latest[point.citizen.kept_id][point.kind] = point.value
    return latest


def _row(match: Match, reached: dict[str, str]) -> Row:
    citizen = match.citizen
    address = [part.strip() for part in re.split(r"[,\n]", reached.get(ContactKind.POSTAL, "")) if part.strip()]
    return Row(
        public_id=str(citizen.public_id),
        url=reverse("back_office:person", args=[citizen.public_id]),
        name=citizen.display_name,
        initials=citizen.initials,
        detail=desk_person.detail(citizen),
        phone=words.phone(reached.get(ContactKind.PHONE, "")),
        email=reached.get(ContactKind.EMAIL, ""),
        street=address[0] if address else "",
        town=" ".join(address[1:]),
        reasons=", ".join(str(reason) for reason in match.reasons).capitalize(),
    )


def _tabs(tab: str, query: str) -> list[Tab]:
    labels = ((PEOPLE, _("Personnes")), (BODIES, _("Associations et entreprises")))
    return [Tab(label, _url(tab=one, query=query), one == tab) for one, label in labels]


def _url(*, tab: str, query: str = "", after: str = "") -> str:
    known = {"q": query, "onglet": tab if tab == BODIES else "", "apres": after}
    given = urlencode({name: value for name, value in known.items() if value})
    return reverse("back_office:people") + (f"?{given}" if given else "")
