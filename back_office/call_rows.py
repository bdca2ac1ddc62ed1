"""The rows of the call log, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from channels_app.enums import CallState
from channels_app.models import PhoneCall
from channels_app.querysets import LONGEST_RING, LONGEST_TALK
from channels_app.reading import LoggedCall
from core import calendar
from core.actor import Actor

from . import phone_band, words

TONES = {
    CallState.RINGING: ("phone-incoming", "warn"),
    CallState.ANSWERED: ("phone-call", "ok"),
    CallState.ENDED: ("phone", "soft"),
    CallState.LOST: ("phone-missed", "bad"),
}


@dataclass(frozen=True)
class CallRow:
    """``people``: whom the number may be, never a proof. ``call_back_url``: a lost call nobody called back yet."""

    public_id: UUID
    number: str
    tel: str
    people: str
    line: str
    agent: str
    moment: str
    length: str
    state: str
    icon: str
    tone: str
    detail: str
    desk_url: str
    call_back_url: str
    task_url: str


def row(logged: LoggedCall, by: Actor) -> CallRow:
    call = logged.call
    icon, tone = TONES[CallState(call.state)]
    return CallRow(
        public_id=call.public_id,
        number=phone_band.caller_words(call),
        tel=call.caller if call.caller.startswith("+") else "",
        people=_people(logged),
        line=words.phone(call.line),
        agent=call.agent.short_name if call.agent else (_("Poste %s") % call.extension if call.extension else ""),
        moment=words.moment(call.started_at),
        length=_length(call),
        state=_state(call),
        icon=icon,
        tone=tone,
        detail=_detail(logged),
        desk_url=phone_band.desk_url(call, by),
        call_back_url=reverse("back_office:call_back_lost", args=[call.public_id]) if _can_be_called(logged) else "",
        task_url=_task_url(call),
    )


def _people(logged: LoggedCall) -> str:
    names = [person.display_name for person in logged.people]
    return _(" ou ").join(names) if len(names) < 3 else _("%s ou d’autres") % ", ".join(names[:2])


def _can_be_called(logged: LoggedCall) -> bool:
    call = logged.call
    return (
        call.state == CallState.LOST
        and call.caller.startswith("+")
        and call.call_back_id is None
        and not logged.answered_later
    )


def _state(call: PhoneCall) -> str:
    """A call whose end was never told is over all the same after a while."""
    longest = {CallState.RINGING: LONGEST_RING, CallState.ANSWERED: LONGEST_TALK}.get(CallState(call.state))
    if longest is not None and calendar.now() - call.started_at > longest:
        return _("fin inconnue")
    return str(CallState(call.state).label)


def _length(call: PhoneCall) -> str:
    if call.answered_at is None or call.ended_at is None:
        return ""
    seconds = max(0, int((call.ended_at - call.answered_at).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    return _("%(minutes)d min %(seconds)02d") % {"minutes": minutes, "seconds": rest} if minutes else f"{rest} s"


def _detail(logged: LoggedCall) -> str:
    if logged.answered_later:
        return _("a rappelé depuis")
    if logged.call.call_back_id is not None and logged.call.call_back is not None:
        return _("à rappeler") if logged.call.call_back.is_open else _("rappelé")
    return _("contact noté") if logged.noted else ""


def _task_url(call: PhoneCall) -> str:
    if call.call_back is None or not call.call_back.is_open:
        return ""
    return f"{reverse('back_office:tasks')}?tache={call.call_back.public_id}"


def waiting(call: PhoneCall, by: Actor) -> CallRow:
    return row(LoggedCall(call=call, people=[], answered_later=False, noted=False), by)
