"""One list of requests as an agent asked for it: its pages, its neighbours, its figures, with or without words.

Words are looked for among the first rows of the list: a frequent word fills its page there, whatever the size of the
town. Where they do not suffice the word is rare enough for the index of the words.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property

from core import search
from core.actor import Actor
from requests_app import policies
from requests_app.models import ServiceRequest
from requests_app.querysets import ServiceRequestQuerySet

from . import due, paging, rows
from .filters import Filters
from .lists import Seen
from .paging import Order, Page, Place
from .words import MANY

WINDOW = 2000
# One more than what is told exactly.
MOST = MANY + 1


@dataclass(frozen=True)
class Figures:
    """``by_state`` counts each group of the list; ``more``: there are more than ``all``, nobody counted how many."""

    all: int
    by_state: dict[str, int]
    more: bool = False


class Listing:
    def __init__(self, wanted: Filters, by: Actor, seen: Seen) -> None:
        self.wanted, self.by, self.seen = wanted, by, seen
        self.order: Order = wanted.order

    @cached_property
    def parts(self) -> list[ServiceRequestQuerySet]:
        """What this agent may see of the list, service by service, its words left aside."""
        return [
            self.wanted.narrow(ServiceRequest.objects.filter(visible), self.seen)
            for visible in policies.visible_by_service(self.by, self.wanted.service)
        ]

    def page(self, after: str = "", before: str = "", size: int | None = None) -> Page:
        """A key that means nothing any more gives the first page."""
        size = size or paging.PAGE
        start, end = paging.place(after), paging.place(before)
        if end:
            found = self._places(self.order.reversed(), end, size + 1)
            shown = paging.loaded(found[:size][::-1])
            return paging.page(shown, self.order, has_before=len(found) > size, has_after=True)
        found = self._places(self.order, start, size + 1)
        return paging.page(paging.loaded(found[:size]), self.order, has_before=bool(start), has_after=len(found) > size)

    def neighbours(self, service_request: ServiceRequest) -> tuple[uuid.UUID | None, uuid.UUID | None]:
        """The request before and the one after in the same list."""
        here = self.order.place_of(service_request)
        if self.wanted.query:
            ways = (self._places(way, here, 1) for way in (self.order.reversed(), self.order))
            before, after = (places[0] if places else None for places in ways)
        else:
            before, after = paging.around(self.parts, self.order, here)
        return before and before.public_id, after and after.public_id

    def figures(self) -> Figures:
        """Of the whole list, each told up to a thousand."""
        if self.wanted.query:
            return self._found_figures()
        states = rows.states_on(self.seen.today)
        lists = {state or due.LATER: [part.filter(**when) for part in self.parts] for state, when in states.items()}
        if self.wanted.shows_ended:
            late = [part.open() for part in lists[due.LATE]]
            counts = paging.counted({"all": self.parts, due.LATE: late}, MOST)
            return Figures(counts.pop("all"), counts)
        counts = paging.counted(lists, MOST)
        return Figures(min(sum(counts.values()), MOST), counts)

    def _places(self, order: Order, start: Place | None, most: int) -> list[Place]:
        if not self.wanted.query:
            return paging.merged(self.parts, order, start, most)
        if start is None and order == self.order and most <= MOST:
            return self._first[0][:most]
        return self._found(order, start, most)[0]

    @cached_property
    def _first(self) -> tuple[list[Place], bool]:
        """What the words find from the top of the list, and whether that is all."""
        return self._found(self.order, None, MOST, enough=paging.PAGE + 1)

    def _found(self, order: Order, start: Place | None, most: int, enough: int = 0) -> tuple[list[Place], bool]:
        window = paging.merged(self.parts, order, start, WINDOW)
        known = search.among("request", [place.pk for place in window], self.wanted.query)
        hits = [place for place in window if place.pk in known]
        if len(window) < WINDOW:
            return hits[:most], True
        if len(hits) >= (enough or most):
            return hits[:most], False
        everything = ServiceRequest.objects.visible_to(self.by).filter(
            pk__in=search.refs("request", self.wanted.query, self.by)
        )
        hits = paging.merged([self.wanted.narrow(everything, self.seen)], order, start, most)
        return hits, True

    def _found_figures(self) -> Figures:
        places, complete = self._first
        counts: dict[str, int] = {}
        if self.wanted.shows_ended:
            shown = ServiceRequest.objects.filter(pk__in=[place.pk for place in places])
            counts[due.LATE] = shown.late(self.seen.today).count()
        else:
            for place in places:
                state = due.state(place.day, self.seen.today)
                counts[state] = counts.get(state, 0) + 1
        return Figures(len(places), counts, more=not complete)
