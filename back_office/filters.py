"""What an agent asked of the list, read from the address: anything else than a known value is left out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core import search, trail
from core.actor import Actor
from core.enums import Channel
from requests_app.enums import OPEN, Phase
from requests_app.querysets import ServiceRequestQuerySet

from .lists import BY_SLUG, FIRST, ListView, Seen
from .paging import NEWEST, SOONEST_DUE, Order

MINE, NOBODY_YET = "moi", "personne"
AGENTS = {MINE: _("moi"), NOBODY_YET: _("à affecter")}
MAX_QUERY = 200


@dataclass(frozen=True)
class Filters:
    """Frozen, so that each link of the page is the same filters with one thing changed."""

    view: ListView = FIRST
    service: uuid.UUID | None = None
    phase: str = ""
    channel: str = ""
    agent: str = ""
    late: bool = False
    query: str = ""
    # Of a search too long, only the beginning is looked for: the page says so.
    cut: bool = field(default=False, compare=False)

    @classmethod
    def read(cls, data: QueryDict) -> Filters:
        query = data.get("q", "").replace("\x00", "").strip()
        return cls(
            view=BY_SLUG.get(data.get("vue", ""), FIRST),
            service=_uuid(data.get("service", "")),
            phase=_known(data.get("etat", ""), Phase.values),
            channel=_known(data.get("canal", ""), Channel.values),
            agent=_known(data.get("agent", ""), list(AGENTS)),
            late=data.get("retard") == "1",
            query=query[:MAX_QUERY],
            cut=search.words_of(query)[1],
        )

    @classmethod
    def parse(cls, query: str) -> Filters:
        """From the text a request page carries to find its list again."""
        return cls.read(QueryDict(query[:1000]))

    def changed(self, **changes: Any) -> Filters:
        return replace(self, **changes)

    @property
    def narrowed(self) -> bool:
        return self.changed(view=FIRST) != Filters()

    @property
    def shows_ended(self) -> bool:
        """Requests that nobody works on any more are among the rows: groups by due date would mean nothing."""
        return self.view.slug == "toutes"

    @property
    def order(self) -> Order:
        return NEWEST if self.shows_ended else SOONEST_DUE

    def as_query(self) -> str:
        pairs = (
            ("vue", "" if self.view is FIRST else self.view.slug),
            ("service", str(self.service) if self.service else ""),
            ("etat", self.phase),
            ("canal", self.channel),
            ("agent", self.agent),
            ("retard", "1" if self.late else ""),
            ("q", self.query),
        )
        return urlencode([(key, value) for key, value in pairs if value])

    def narrow(self, requests: ServiceRequestQuerySet, seen: Seen) -> ServiceRequestQuerySet:
        """The view and the filters; words are looked for by `listing`."""
        return requests.filter(self.view.narrow(seen), self._condition(seen))

    def _condition(self, seen: Seen) -> Q:
        condition = Q()
        if self.service:
            condition &= Q(service__public_id=self.service)
        if self.phase:
            condition &= Q(phase=self.phase)
        if self.channel:
            condition &= Q(channel=self.channel)
        if self.late:
            condition &= Q(phase__in=OPEN, next_due_on__lt=seen.today)
        if self.agent == MINE:
            condition &= Q(assigned_to_id__in=seen.mine)
        elif self.agent == NOBODY_YET:
            condition &= Q(assigned_to__isnull=True)
        return condition


def record_search(filters: Filters, by: Actor) -> None:
    """That somebody searched, never the words: they may name a person."""
    if filters.query:
        trail.record(by, trail.Verb.SEARCH, "request", "", words=len(filters.query.split()))


def _known(value: str, allowed: list[str]) -> str:
    return value if value in allowed else ""


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
