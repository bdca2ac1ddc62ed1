"""The one writer of the story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from core import calendar
from core.actor import Actor
from requests_app.enums import TOLD_TO_THE_PERSON, Kind
from requests_app.models import ServiceRequest, TimelineEntry


def record(
    service_request: ServiceRequest,
    kind: Kind,
    *,
    by: Actor,
    effective_on: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
    data: Mapping[str, object] | None = None,
    told: bool | None = None,
    **links: object,
) -> TimelineEntry:
    """Adds one entry. ``data`` holds codes, ids and dates only; ``links`` are message, note, decision or file.
    ``told`` says whether the person sees it, where the kind alone does not.

    The revision written with it lets a page say what happened since it was shown.
    """
    made = entry(
        service_request, kind, by=by, effective_on=effective_on, occurred_at=occurred_at, data=data, told=told, **links
    )
    made.save(force_insert=True)
    return made


def record_all(entries: Iterable[TimelineEntry]) -> None:
    """Several entries of one move, in their order, in one statement."""
    TimelineEntry.objects.bulk_create(entries)


def entry(
    service_request: ServiceRequest,
    kind: Kind,
    *,
    by: Actor,
    effective_on: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
    data: Mapping[str, object] | None = None,
    told: bool | None = None,
    **links: object,
) -> TimelineEntry:
    """One entry not written yet, for ``record_all``."""
    now = calendar.now()
    happened = occurred_at or now
    return TimelineEntry(
        request=service_request,
        kind=kind,
        effective_on=effective_on or calendar.local_date(service_request.commune, happened),
        occurred_at=happened,
        recorded_at=now,
        actor_kind=by.kind,
        actor_ref=by.ref,
        visible_to_citizen=kind in TOLD_TO_THE_PERSON if told is None else told,
        data={"revision": service_request.revision, **(data or {})},
        **links,
    )


def mail_answered(service_request: ServiceRequest) -> str:
    """The Message-ID of the mail that made this request; empty when it came another way."""
    first = service_request.timeline.filter(kind=Kind.REGISTERED).order_by("pk").first()
    return str(first.data.get("mail_id", "")) if first else ""
