"""What a form offers: agents who may be given a request, services it may be sent to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import User
from organisation.enums import HANDLING_ROLES
from organisation.models import Service
from requests_app.models import ServiceRequest

from .words import full_moment

MOST_QUOTED = 10


def agents_for(requests: Iterable[ServiceRequest]) -> list[User]:
    """Agents who handle every service concerned; where a request is confidential, only those for whom it exists."""
    wanted = {(found.service_id, found.confidential) for found in requests}
    agents = User.objects.filter(is_active=True)
    for service_id, confidential in wanted:
        agents = agents.filter(pk__in=_holders(service_id, HANDLING_ROLES))
        if confidential:
            agents = agents.filter(pk__in=_holders(service_id, {"confidentiel"}))
    return list(agents.order_by("last_name", "first_name", "pk")) if wanted else []


def _holders(service_id: int, roles: Iterable[str]) -> QuerySet[User, int]:
    grants = User.objects.filter(
        serviceuserobjectpermission__content_object_id=service_id,
        serviceuserobjectpermission__permission__codename__in=sorted(roles),
    )
    return grants.values_list("pk", flat=True)


def quotable(service_request: ServiceRequest) -> list[tuple[str, int, str]]:
    """(reference, key, first words) of what was said, latest first; nothing where no words go by e-mail."""
    if service_request.confidential or not service_request.answers_by_email:
        return []
    recent = service_request.messages.order_by("-written_at", "-pk")[:MOST_QUOTED]
    return [
        (str(one.public_id), one.pk, f"{full_moment(one.written_at)}, {one.author_name} : {one.text[:80]}")
        for one in recent
    ]


def destinations(commune_id: int, requests: Iterable[ServiceRequest]) -> list[Service]:
    """Every active service of the town, except the one all these requests are already in."""
    services = Service.objects.filter(commune_id=commune_id, is_active=True).order_by("name")
    held = {found.service_id for found in requests}
    return list(services.exclude(pk__in=held) if len(held) == 1 else services)
