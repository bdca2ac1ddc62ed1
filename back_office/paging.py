"""Pages by key, never by offset: the row after which, or before which, the page begins."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q

from requests_app.models import ServiceRequest
from requests_app.querysets import ServiceRequestQuerySet

PAGE = 50


class Order(NamedTuple):
    """Which date sorts the list, and which way; the primary key breaks ties."""

    field: str
    newest_first: bool

    def reversed(self) -> Order:
        return Order(self.field, not self.newest_first)

    def sort(self, requests: ServiceRequestQuerySet) -> ServiceRequestQuerySet:
        fields = (F(self.field), F("pk"))
        return requests.order_by(*(field.desc() if self.newest_first else field.asc() for field in fields))

    def beyond(self, place: Place) -> Q:
        """Rows strictly after this place in this order."""
        step = "lt" if self.newest_first else "gt"
        return Q(**{f"{self.field}__{step}": place.day}) | Q(**{self.field: place.day, f"pk__{step}": place.pk})


class Place(NamedTuple):
    day: dt.date
    pk: int


SOONEST_DUE = Order("next_due_on", newest_first=False)
NEWEST = Order("received_on", newest_first=True)


@dataclass(frozen=True)
class Page:
    rows: list[ServiceRequest]
    before: str = ""
    after: str = ""


def cut(requests: ServiceRequestQuerySet, order: Order, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """One page. A key that means nothing any more gives the first page."""
    start, end = _place(after), _place(before)
    if end:
        backwards = order.reversed()
        rows = list(backwards.sort(requests.filter(backwards.beyond(end)))[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return _page(rows, order, has_before=more, has_after=True)
    found = requests.filter(order.beyond(start)) if start else requests
    rows = list(order.sort(found)[: size + 1])
    return _page(rows[:size], order, has_before=bool(start), has_after=len(rows) > size)


def neighbours(
    requests: ServiceRequestQuerySet, order: Order, service_request: ServiceRequest
) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The request before and the one after in the same list."""
    here = Place(getattr(service_request, order.field), service_request.pk)
    found = []
    for way in (order.reversed(), order):
        found.append(way.sort(requests.filter(way.beyond(here))).values_list("public_id", flat=True).first())
    return found[0], found[1]


def key(service_request: ServiceRequest, order: Order) -> str:
    """The date is in the key: a row whose date changed meanwhile does not move the place in the list."""
    return f"{getattr(service_request, order.field).isoformat()}.{service_request.public_id}"


def _page(rows: list[ServiceRequest], order: Order, *, has_before: bool, has_after: bool) -> Page:
    if not rows:
        return Page(rows)
    return Page(rows, key(rows[0], order) if has_before else "", key(rows[-1], order) if has_after else "")


def _place(text: str) -> Place | None:
    day, _dot, public_id = text.partition(".")
    try:
        on, ref = dt.date.fromisoformat(day), uuid.UUID(public_id)
    except ValueError:
        return None
    pk = ServiceRequest.objects.filter(public_id=ref).values_list("pk", flat=True).first()
    return Place(on, pk) if pk else None
