"""Which agents may be given a request, or told of it; and who is named in a note."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import User
from core.folding import fold
from organisation.enums import HANDLING_ROLES, Role
from requests_app.enums import Kind
from requests_app.models import Note, ServiceRequest, TimelineEntry


def agents_for(requests: Iterable[ServiceRequest]) -> list[User]:
    """Agents who handle every service concerned; where a request is confidential, only those for whom it exists."""
    wanted = {(found.service_id, found.confidential) for found in requests}
    agents = User.objects.filter(is_active=True)
    for service_id, confidential in wanted:
        agents = agents.filter(pk__in=_holders(service_id, HANDLING_ROLES))
        if confidential:
            agents = agents.filter(pk__in=_holders(service_id, {Role.CONFIDENTIAL}))
    return list(agents.order_by("last_name", "first_name", "pk")) if wanted else []


def agents_of(service_id: int, *, confidential: bool = False) -> list[User]:
    """Who may be given a task of this service."""
    agents = User.objects.filter(is_active=True, pk__in=_holders(service_id, HANDLING_ROLES))
    if confidential:
        agents = agents.filter(pk__in=_holders(service_id, {Role.CONFIDENTIAL}))
    return list(agents.order_by("last_name", "first_name", "pk"))


def _holders(service_id: int, roles: Iterable[str]) -> QuerySet[User, int]:
    grants = User.objects.filter(
        serviceuserobjectpermission__content_object_id=service_id,
        serviceuserobjectpermission__permission__codename__in=sorted(roles),
    )
    return grants.values_list("pk", flat=True)


def notice_key(note_id: int, user_id: int) -> str:
    """Of the one mail that tells this agent of this note."""
    return f"note:{note_id}:{user_id}"


def note_of_notice(key: str) -> int | None:
    """The note an envelope told of; None for any other envelope."""
    found = re.fullmatch(r"note:(\d+):\d+", key)
    return int(found[1]) if found else None


def last_note_told(request_id: int, user_id: int) -> int | None:
    """The latest note of this request that told this agent: what they answer, when nothing says it better."""
    told = TimelineEntry.objects.filter(request_id=request_id, kind=Kind.NOTED, data__told__contains=user_id)
    return told.order_by("-pk").values_list("note_id", flat=True).first()


def waiting_for(service_request: ServiceRequest, note_id: int | None) -> list[int]:
    """The author of the note that was answered: told in turn, while they still handle this request."""
    author = Note.objects.filter(pk=note_id or 0, request=service_request).values_list("author_id", flat=True).first()
    return [author] if author and author in {agent.pk for agent in agents_for([service_request])} else []


def named_in(text: str, agents: Iterable[User]) -> list[int]:
    """Those whose « @Prénom Nom » is written in the text, accents and capitals aside; « @ » elsewhere means nothing.

    The longest name wins: « @Anne Le Goff » does not tell Anne Le as well.
    """
    if "@" not in text:
        return []
    rest = fold(text)
    by_name: dict[str, list[int]] = {}
    for agent in agents:
        by_name.setdefault(fold("@" + agent.display_name), []).append(agent.pk)
    told: list[int] = []
    for name in sorted(by_name, key=len, reverse=True):
        rest, times = re.subn(rf"(?<!\S){re.escape(name)}(?!\S)", " ", rest)
        # Homonyms are all told: none can be preferred.
        told += by_name[name] if times else []
    return told
