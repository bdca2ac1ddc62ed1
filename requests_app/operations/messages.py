"""The one writer of the conversation, and of the files joined to a turn of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from core import calendar
from core.actor import Actor
from core.enums import Channel
from files.enums import OwnerKind
from files.operations import attach
from requests_app.enums import Direction
from requests_app.models import Message, Note, ServiceRequest


def write(
    service_request: ServiceRequest,
    *,
    by: Actor,
    text: str,
    asks: bool = False,
    channel: Channel = Channel.WEB,
    file_ids: Iterable[int] = (),
) -> Message:
    """One turn; an agent signs with name, quality and service (CRPA L111-2)."""
    name, detail = _signature(service_request, by)
    message = Message.objects.create(
        request=service_request,
        direction=Direction.OUT if by.is_agent else Direction.IN,
        author_kind=by.kind,
        author_ref=by.ref,
        author_name=name,
        author_detail=detail,
        text=text,
        channel=channel,
        written_at=calendar.now(),
        asks=asks,
    )
    join(file_ids, OwnerKind.MESSAGE, message.pk)
    return message


def note(service_request: ServiceRequest, *, by: Actor, text: str) -> Note:
    """Words between agents, never sent. Only an agent writes one: the policy was asked before."""
    assert by.user_id is not None  # noqa: S101 - narrows the type
    return Note.objects.create(request=service_request, author_id=by.user_id, text=text, written_at=calendar.now())


def join(
    file_ids: Iterable[int],
    owner_kind: str,
    owner_id: int,
    *,
    from_draft_id: int | None = None,
) -> None:
    """Gives files to their owner: free ones, or those of the sent draft; another’s file is refused."""
    attach(file_ids, owner_kind, owner_id, from_owner=(OwnerKind.DRAFT, from_draft_id) if from_draft_id else None)


def _signature(service_request: ServiceRequest, by: Actor) -> tuple[str, str]:
    if not by.is_agent:
        return service_request.reply_name or _("Vous"), ""
    user = User.objects.get(pk=by.user_id)
    detail = ", ".join(part for part in (user.quality, service_request.service.name) if part)
    return user.signature_name, detail
