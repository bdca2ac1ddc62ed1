"""What a form offers: messages that may be quoted, services a request may be sent to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core import calendar
from organisation import presence
from organisation.models import Service
from organisation.rules.replacing import Absents
from requests_app.models import ServiceRequest

from . import quoted
from .words import full_moment

MOST_QUOTED = 10


def quotable(service_request: ServiceRequest) -> list[tuple[str, int, str]]:
    """(reference, key, first words) of what was said, latest first; nothing where no words go by e-mail."""
    if service_request.confidential or not service_request.answers_by_email:
        return []
    recent = service_request.messages.order_by("-written_at", "-pk")[:MOST_QUOTED]
    return [
        (
            str(one.public_id),
            one.pk,
            f"{full_moment(one.written_at)}, {one.author_name} : {quoted.split(one.text)[0][:80]}",
        )
        for one in recent
    ]


def absents(requests: Sequence[ServiceRequest]) -> Absents:
    """Who is away today in the town of these requests."""
    return presence.away(requests[0].commune_id, calendar.today(requests[0].commune)) if requests else {}


def destinations(commune_id: int, requests: Iterable[ServiceRequest]) -> list[Service]:
    """Every active service of the town, except the one all these requests are already in."""
    services = Service.objects.filter(commune_id=commune_id, is_active=True).order_by("name")
    held = {found.service_id for found in requests}
    return list(services.exclude(pk__in=held) if len(held) == 1 else services)
