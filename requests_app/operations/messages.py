"""The one writer of the conversation, and of the files joined to a turn of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from files.enums import OwnerKind
from files.operations import attach
from messaging.policies import why_not_from
from messaging.rules.addresses import sender_address
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
    quotes: Iterable[int] = (),
) -> Message:
    """One turn; an agent signs with name, quality and service (CRPA L111-2).

    ``quotes`` are earlier messages of this request: a note between agents can never be one of them. Raises Refused
    where the town may not write from this domain.
    """
    name, detail = _signature(service_request, by)
    if by.is_agent:
        _require_domain(service_request)
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
        quotes=_of_this_request(service_request, quotes),
    )
    join(file_ids, OwnerKind.MESSAGE, message.pk)
    return message


def _require_domain(service_request: ServiceRequest) -> None:
    """Words that would be taken for a forgery are not sent: another way is needed (receipts leave all the same)."""
    if not service_request.answers_by_email:
        return
    sentence = why_not_from(sender_address(service_request.commune, service_request.service))
    if sentence:
        raise Refused(sentence)


def _of_this_request(service_request: ServiceRequest, quotes: Iterable[int]) -> list[int]:
    wanted = list(quotes)
    return list(service_request.messages.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else []


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
    wanted = list(file_ids)
    if wanted:
        attach(wanted, owner_kind, owner_id, from_owner=(OwnerKind.DRAFT, from_draft_id) if from_draft_id else None)


def _signature(service_request: ServiceRequest, by: Actor) -> tuple[str, str]:
    if not by.is_agent:
        return service_request.reply_name or _("Vous"), ""
    user = User.objects.get(pk=by.user_id)
    detail = ", ".join(part for part in (user.quality, service_request.service.name) if part)
    return user.signature_name, detail
