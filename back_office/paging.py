"""Pages by key, never by offset: the row after which, or before which, the page begins.

Each part of a list (one service) is read in the order of its index, then the parts are merged: whatever the depth and
however many requests the town has, a page costs its own rows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from requests_app.models import ServiceRequest
from requests_app.querysets import ServiceRequestQuerySet

PAGE = 50
# What a row of a list shows, and nothing else: all the columns of six tables, fifty times, weigh more than the page.
SHOWN = (
    "public_id", "number", "title", "channel", "phase", "confidential", "reply_name", "reply_email", "reply_postal",
    "received_on", "closed_on", "next_due_on", "last_event_kind", "last_event_at",
    "rejection_due", "acceptance_due", "ar_due", "ar_due_on", "ar_sent_on", "target_on", "decided_on", "reach_on",
    "third_party_on",
    "procedure__title", "procedure__short_title", "service__short_name", "assigned_to__first_name",
    "assigned_to__last_name", "citizen__first_names", "citizen__family_name", "citizen__name_in_use", "ward__name",
)  # fmt: skip


class Place(NamedTuple):
    day: dt.date
    pk: int
    public_id: uuid.UUID | None = None


class Order(NamedTuple):
    """Which date sorts the list, and which way; the primary key breaks ties."""

    field: str
    newest_first: bool

    def reversed(self) -> Order:
        return Order(self.field, not self.newest_first)

    def sort(self, requests: ServiceRequestQuerySet) -> ServiceRequestQuerySet:
        way = "-" if self.newest_first else ""
        return requests.order_by(f"{way}{self.field}", f"{way}pk")

    def beyond(self, place: Place) -> Q:
        """Rows strictly after this place in this order; the first condition is where the index is entered."""
        step = "lt" if self.newest_first else "gt"
        further = Q(**{f"{self.field}__{step}": place.day}) | Q(**{f"pk__{step}": place.pk})
        return Q(**{f"{self.field}__{step}e": place.day}) & further

    def place_of(self, service_request: ServiceRequest) -> Place:
        return Place(getattr(service_request, self.field), service_request.pk)


SOONEST_DUE = Order("next_due_on", newest_first=False)
NEWEST = Order("received_on", newest_first=True)


@dataclass(frozen=True)
class Page:
    rows: list[ServiceRequest]
    before: str = ""
    after: str = ""


def merged(parts: Sequence[ServiceRequestQuerySet], order: Order, start: Place | None, most: int) -> list[Place]:
    """The first places of these parts together, in this order; one query."""
    if not parts:
        return []
    cut = [part.filter(order.beyond(start)) if start else part for part in parts]
    slices = [order.sort(part).values_list(order.field, "pk", "public_id")[:most] for part in cut]
    if len(slices) == 1:
        return [Place(*found) for found in slices[0]]
    way = "-" if order.newest_first else ""
    together = slices[0].union(*slices[1:], all=True).order_by(f"{way}{order.field}", f"{way}pk")
    return [Place(*found) for found in together[:most]]


def around(parts: Sequence[ServiceRequestQuerySet], order: Order, here: Place) -> tuple[Place | None, Place | None]:
    """The place before and the one after, in this order; one query."""
    ways = (order.reversed(), order)
    slices = [
        way.sort(part.filter(way.beyond(here))).values_list(order.field, "pk", "public_id")[:1]
        for way in ways
        for part in parts
    ]
    if not slices:
        return None, None
    found = [Place(*one) for one in slices[0].union(*slices[1:], all=True)]
    # Earlier days and smaller keys come first in the order of the table, last where the newest is first.
    lower = max((one for one in found if one[:2] < here[:2]), default=None)
    higher = min((one for one in found if one[:2] > here[:2]), default=None)
    return (higher, lower) if order.newest_first else (lower, higher)


def counted(lists: Mapping[str, Sequence[QuerySet[Any]]], most: int) -> dict[str, int]:
    """How many of each list, no further than ``most``: what is beyond is told as « plus de »; one query.

    Written in SQL: Django has no LIMIT around a UNION of conditions that it could count.
    """
    pieces: list[str] = []
    values: list[Any] = []
    for name, parts in lists.items():
        told = [spelt for part in parts if (spelt := _sql(part))]
        if not told:
            continue
        union = " UNION ALL ".join(f"({sql})" for sql, _values in told)
        pieces.append(f"(SELECT %s, count(*) FROM (SELECT 1 FROM ({union}) AS part LIMIT %s) AS few)")  # noqa: S608
        values += [name, *(value for _sql, own in told for value in own), most]
    found: dict[str, int] = dict.fromkeys(lists, 0)
    if pieces:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(pieces), values)
            found.update(dict(cursor.fetchall()))
    return found


def _sql(part: QuerySet[Any]) -> tuple[str, tuple[object, ...]] | None:
    try:
        return part.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None


def loaded(places: Sequence[Place]) -> list[ServiceRequest]:
    """The rows of these places, in their order, with everything a row of the list shows."""
    found = ServiceRequest.objects.in_inbox().only(*SHOWN).in_bulk([place.pk for place in places])
    return [found[place.pk] for place in places if place.pk in found]


def key(service_request: ServiceRequest, order: Order) -> str:
    """The date is in the key: a row whose date changed meanwhile does not move the place in the list."""
    return f"{getattr(service_request, order.field).isoformat()}.{service_request.public_id}"


def page(rows: list[ServiceRequest], order: Order, *, has_before: bool, has_after: bool) -> Page:
    if not rows:
        return Page(rows)
    return Page(rows, key(rows[0], order) if has_before else "", key(rows[-1], order) if has_after else "")


def place(text: str) -> Place | None:
    """Where a key points to; a key that means nothing any more points nowhere."""
    day, _dot, public_id = text.partition(".")
    try:
        on, ref = dt.date.fromisoformat(day), uuid.UUID(public_id)
    except ValueError:
        return None
    pk = ServiceRequest.objects.filter(public_id=ref).values_list("pk", flat=True).first()
    return Place(on, pk) if pk else None
