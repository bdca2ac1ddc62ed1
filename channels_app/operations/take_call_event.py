"""What the switchboard tells of a call, once each, in whatever order it comes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from channels_app.enums import CallEvent
from channels_app.models import PhoneCall, PhoneEvent
from channels_app.rules.call_states import state_of
from channels_app.rules.callers import read_number


@dataclass(frozen=True)
class Taken:
    """``is_duplicate``: this event of this call was known; nothing changed."""

    call: PhoneCall
    is_duplicate: bool


@transaction.atomic
def take_call_event(
    *,
    commune_id: int,
    call_id: str,
    event: str,
    occurred_at: dt.datetime,
    caller: str = "",
    line: str = "",
    extension: str = "",
) -> Taken:
    """Two at once give one call and one event each: the row of the call is held while its events are written."""
    PhoneCall.objects.bulk_create(
        [PhoneCall(commune_id=commune_id, call_id=call_id, started_at=occurred_at)], ignore_conflicts=True
    )
    call = PhoneCall.objects.select_for_update(of=("self",)).get(commune_id=commune_id, call_id=call_id)
    told = CallEvent(event)
    known = set(call.events.values_list("event", flat=True))
    if told in known:
        return Taken(call, is_duplicate=True)
    PhoneEvent.objects.create(call=call, event=told, occurred_at=occurred_at)
    _set_instants(call, told, occurred_at)
    _set_caller(call, caller, told)
    call.line = call.line or read_number(line).value
    _set_extension(call, extension, told, known)
    call.state = state_of(call.answered_at, call.ended_at)
    call.save()
    return Taken(call, is_duplicate=False)


def _set_instants(call: PhoneCall, told: CallEvent, at: dt.datetime) -> None:
    call.started_at = min(call.started_at, at)
    if told == CallEvent.ANSWER:
        call.answered_at = at
    elif told == CallEvent.HANGUP:
        call.ended_at = at


def _set_caller(call: PhoneCall, text: str, told: CallEvent) -> None:
    """The first event that shows a number gives it; « hidden » only as long as none does."""
    number = read_number(text)
    if number.value and not call.caller:
        call.caller, call.caller_hidden = number.value, False
    elif not call.caller and (text.strip() or told == CallEvent.NEW_CALL):
        call.caller_hidden = number.hidden


def _set_extension(call: PhoneCall, extension: str, told: CallEvent, known: set[str]) -> None:
    """Who answers has the call; before that, whose telephone rings."""
    if not extension or (CallEvent.ANSWER in known and told != CallEvent.ANSWER):
        return
    call.extension = extension
    call.agent = User.objects.filter(
        commune_id=call.commune_id, phone_extension=extension, is_active=True
    ).first()  # fmt: skip
