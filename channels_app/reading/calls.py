"""The calls: the one on my telephone, those that wait, those of the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from accounts.models import User
from channels_app.enums import CallState
from channels_app.models import PhoneCall
from channels_app.querysets import PhoneCallQuerySet
from channels_app.reading.callers import people_at
from citizens.models import Citizen
from core import calendar
from core.actor import Actor
from core.models import Commune

MOST = 200


@dataclass(frozen=True)
class LoggedCall:
    """``people``: whom the number may be. ``answered_later``: the same number called again and was heard."""

    call: PhoneCall
    people: list[Citizen]
    answered_later: bool
    noted: bool


@dataclass(frozen=True)
class PhoneLine:
    """``call``: the one on this telephone; ``waiting``: how many ring unanswered elsewhere, ``since`` when."""

    call: PhoneCall | None
    waiting: int = 0
    since: dt.datetime | None = None


def phone_line(agent: User, *, sees_waiting: bool) -> PhoneLine:
    """Everything the band shows, in one query on the few calls that are live."""
    asked = Q(commune_id=agent.commune_id) if sees_waiting else Q(agent_id=agent.pk)
    live = list(PhoneCall.objects.filter(asked).live(calendar.now()).order_by("started_at"))
    own = [call for call in live if call.agent_id == agent.pk]
    waiting = [call for call in live if call.agent_id != agent.pk and call.state == CallState.RINGING]
    return PhoneLine(
        call=min(own, key=lambda call: (call.state, -call.started_at.timestamp()), default=None),
        waiting=len(waiting),
        since=waiting[0].started_at if waiting else None,
    )


def current_call(agent: User) -> PhoneCall | None:
    """On the line before what rings; one indexed query, asked every few seconds."""
    if not agent.phone_extension:
        return None
    mine = PhoneCall.objects.filter(agent_id=agent.pk).live(calendar.now())
    return mine.order_by("state", "-started_at").first()


def waiting_calls(commune: Commune, *, by: Actor) -> list[PhoneCall]:
    """Ringing and unanswered, the one that waits longest first."""
    ringing = PhoneCall.objects.filter(commune=commune, state=CallState.RINGING).live(calendar.now())
    return list(ringing.visible_to(by).select_related("agent").order_by("started_at"))


def start_of_day(commune: Commune, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(commune.timezone))


def calls_of_day(commune: Commune, *, by: Actor) -> list[LoggedCall]:
    """Today’s, newest first: three queries whatever their number."""
    since = start_of_day(commune, calendar.today(commune))
    found = PhoneCall.objects.filter(commune=commune).visible_to(by).since(since)
    return _logged(found, commune, by)


def lost_to_call_back(commune: Commune, *, by: Actor, days: int = 7) -> list[LoggedCall]:
    """Lost in the last days, with a number, nobody called back yet, and the caller was not heard since."""
    since = calendar.now() - dt.timedelta(days=days)
    lost = PhoneCall.objects.filter(
        commune=commune, state=CallState.LOST, call_back__isnull=True, caller__startswith="+"
    )
    found = _logged(lost.visible_to(by).since(since), commune, by)
    seen: set[str] = set()
    kept = []
    for logged in found:  # newest first: one row a caller
        if not logged.answered_later and logged.call.caller not in seen:
            seen.add(logged.call.caller)
            kept.append(logged)
    return kept


def _logged(calls: PhoneCallQuerySet, commune: Commune, by: Actor) -> list[LoggedCall]:
    noted = Count("contacts")
    found = list(calls.select_related("agent", "citizen", "call_back").annotate(notes=noted)[:MOST])
    numbers = {call.caller for call in found}
    people = people_at(numbers, commune_id=commune.pk, by=by)
    heard = answered_since(numbers, commune, found)
    return [
        LoggedCall(
            call=call,
            people=people.get(call.caller, []),
            answered_later=call.state == CallState.LOST and heard.get(call.caller, call.started_at) > call.started_at,
            noted=bool(call.notes),
        )
        for call in found
    ]


def answered_since(numbers: set[str], commune: Commune, found: list[PhoneCall]) -> dict[str, dt.datetime]:
    """{number: when it was last heard}."""
    wanted = numbers - {""}
    if not wanted:
        return {}
    oldest = min(call.started_at for call in found)
    heard = PhoneCall.objects.filter(
        Q(answered_at__isnull=False), commune=commune, caller__in=wanted, started_at__gte=oldest
    )
    last: dict[str, dt.datetime] = {}
    for number, at in heard.values_list("caller", "started_at"):
        last[number] = max(last.get(number, at), at)
    return last
