"""The tray to qualify: what arrived without a procedure, its preview, and what it is probably about."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from channels_app.models import InboundEmail
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from procedures import queries
from procedures.models import Procedure
from requests_app import protected
from requests_app.enums import TO_DO
from requests_app.models import ServiceRequest
from requests_app.operations import seizes

from . import due, quoted, story_lines, ties, words
from .proposals import Proposal, propose

MOST = 100
PREVIEW = 180


@dataclass(frozen=True)
class Item:
    """One line of the list."""

    url: str
    title: str
    who: str
    moment: str
    preview: str
    due: due.DueCell
    channel: str
    channel_icon: str
    current: bool


@dataclass(frozen=True)
class Choice:
    """One proposal: its number is its key."""

    number: int
    value: str
    title: str
    service: str
    reason: str
    seizes: bool


@dataclass(frozen=True)
class Opened:
    """The one that is read: everything needed to name it."""

    request: ServiceRequest
    who: str
    received: str
    due: due.DueCell
    fresh: str
    history: str
    documents: list[story_lines.Document]
    choices: list[Choice]
    left_out: list[dict[str, str]] = field(default_factory=list)
    next_url: str = ""
    previous_url: str = ""


def build(by: Actor, commune: Commune, wanted: str) -> dict[str, Any]:
    """Soonest due first; the one asked for, else the first."""
    today = calendar.today(commune)
    waiting = ServiceRequest.objects.visible_to(by).filter(phase__in=TO_DO, procedure__is_system=True)
    found = list(waiting.in_inbox().order_by("next_due_on", "pk")[: MOST + 1])
    more, found = len(found) > MOST, found[:MOST]
    chosen = _chosen(found, wanted)
    texts = _texts(found, by)
    return {
        "items": [_item(one, today, one is chosen, texts[one.pk]) for one in found],
        "more": more,
        "opened": _opened(chosen, found, today, texts[chosen.pk], by) if chosen else None,
        "tied": ties.build(chosen, by) if chosen else None,
        "summary": words.requests(len(found)) if not more else _("plus de %s demandes") % MOST,
    }


def _texts(found: list[ServiceRequest], by: Actor) -> dict[int, str]:
    """{primary key: what was written}, without any protected address that this agent may not read."""
    hidden = protected.requests_hidden_from(by, found)
    texts = {one.pk: str(one.answers.get("message", "")) for one in found}
    return texts | {one.pk: protected.in_words(texts[one.pk], one) for one in found if one.pk in hidden}


def url(service_request: ServiceRequest) -> str:
    return f"{reverse('back_office:tray')}?demande={service_request.public_id}"


def _chosen(found: list[ServiceRequest], wanted: str) -> ServiceRequest | None:
    try:
        ref = uuid.UUID(wanted)
    except ValueError:
        ref = None
    return next((one for one in found if one.public_id == ref), found[0] if found else None)


def who(service_request: ServiceRequest) -> str:
    citizen = service_request.citizen
    name = citizen.display_name if citizen else service_request.reply_name
    return name or service_request.reply_email or _("Anonyme")


def _item(found: ServiceRequest, today: dt.date, current: bool, text: str) -> Item:
    fresh, history = quoted.split(text)
    return Item(
        url=url(found),
        title=found.title,
        who=who(found),
        moment=words.moment(found.received_at),
        preview=quoted.first_words(fresh or history)[:PREVIEW],
        due=due.of(found, today),
        channel=str(Channel(found.channel).label),
        channel_icon=words.icon_of(found.channel),
        current=current,
    )


def _opened(found: ServiceRequest, others: list[ServiceRequest], today: dt.date, text: str, by: Actor) -> Opened:
    fresh, history = quoted.split(text)
    inbound = _mail_of(found)
    place = others.index(found)
    return Opened(
        request=found,
        who=who(found),
        received=words.full_moment(found.received_at),
        due=due.of(found, today),
        fresh=fresh,
        history=history,
        documents=story_lines.documents(found, by),
        choices=choices(found, inbound),
        left_out=list(inbound.left_out) if inbound else [],
        previous_url=url(others[place - 1]) if place else "",
        next_url=url(others[place + 1]) if place + 1 < len(others) else "",
    )


def _mail_of(found: ServiceRequest) -> InboundEmail | None:
    if found.channel != Channel.EMAIL:
        return None
    mails = InboundEmail.objects.filter(request=found).select_related("mailbox__procedure__current", "possibly_related")
    return mails.order_by("pk").first()


def proposals(found: ServiceRequest, inbound: InboundEmail | None = None) -> list[Proposal]:
    """That of the mailbox first, for it was chosen by an administrator; then those the words say."""
    said = propose(found.title, str(found.answers.get("message", "")), queries.catalogue(found.commune))
    of_box = inbound.mailbox.procedure if inbound and inbound.mailbox else None
    if of_box is None or of_box.current is None:
        return said
    first = Proposal(of_box, inbound.proposal_reason)  # type: ignore[union-attr]
    return [first, *(one for one in said if one.procedure.pk != of_box.pk)]


def choices(found: ServiceRequest, inbound: InboundEmail | None = None) -> list[Choice]:
    return [
        Choice(
            number,
            str(one.procedure.current.public_id),
            one.procedure.title,
            one.procedure.service.name,
            one.reason,
            seizes(found.channel, one.procedure.current),
        )
        for number, one in enumerate(proposals(found, inbound), start=1)
        if one.procedure.current is not None
    ]


def catalogue(found: ServiceRequest) -> list[tuple[Procedure, str]]:
    """Every procedure it may become, with the value its form posts."""
    return [(one, str(one.current.public_id)) for one in queries.catalogue(found.commune) if one.current is not None]
