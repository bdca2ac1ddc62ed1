"""Who is there, and what is open: hours, exceptional closures, absences and who stands in.

Closures move call-backs and what a service promises of itself. They never move a legal clock: those run on whole
days whatever the doors do (CRPA L231-1; R112-11-3 counts working days, closed or not).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core import calendar
from core.batch import remembered
from core.models import Commune
from organisation.models import Absence, Closure, Place, Service
from organisation.rules import replacing
from organisation.rules.opening_hours import FARTHEST, Hours, clock, day_in_words, first_opening, open_now, ranges_of
from organisation.rules.replacing import Absents, Away

Owner = Service | Place | Commune
DAY = dt.timedelta(days=1)
# A request received long ago may still have its target counted from its receipt.
KEPT_DAYS = 400
ANNOUNCED_DAYS = 15


@dataclass(frozen=True)
class Moment:
    """A day, and perhaps an hour."""

    day: dt.date
    time: dt.time | None = None


def _closures(commune: Commune) -> list[Closure]:
    since = calendar.today(commune) - dt.timedelta(days=KEPT_DAYS)
    return remembered(("closures", commune.pk), lambda: list(Closure.objects.not_over(commune.pk, since)))


def _town(owner: Owner) -> Commune:
    return owner if isinstance(owner, Commune) else owner.commune


def closures_of(owner: Owner) -> list[Closure]:
    """Of the whole town, of this place, of this service; a place is closed with the service that receives there."""
    return [one for one in _closures(_town(owner)) if _concerns(one, owner)]


def _concerns(closure: Closure, owner: Owner) -> bool:
    if closure.place_id is None and closure.service_id is None:
        return True
    if isinstance(owner, Place):
        return closure.place_id == owner.pk or (
            closure.service_id is not None and closure.service_id == owner.service_id
        )
    return isinstance(owner, Service) and closure.service_id == owner.pk


def closed_on(owner: Owner) -> Callable[[dt.date], bool]:
    """Whether a day falls in an exceptional closure; one query whatever the number of days asked."""
    found = closures_of(owner)
    return lambda day: any(one.from_on <= day <= one.to_on for one in found)


def _public_holiday(commune: Commune) -> Callable[[dt.date], bool]:
    return lambda day: day.weekday() < 5 and not calendar.is_working_day(day, commune)


def _local(commune: Commune, at: dt.datetime | None) -> dt.datetime:
    return (at or calendar.now()).astimezone(ZoneInfo(commune.timezone))


def is_open(owner: Owner, at: dt.datetime | None = None) -> bool:
    """Someone is there at that instant; without known hours, on a working day."""
    commune = _town(owner)
    local = _local(commune, at)
    day = local.date()
    if closed_on(owner)(day) or _public_holiday(commune)(day):
        return False
    if not owner.opening_hours:
        return calendar.is_working_day(day, commune)
    now = local.time().replace(tzinfo=None)
    return any(start <= now < end for start, end in ranges_of(owner.opening_hours, day.weekday()))


def opening_sentence(owner: Owner, at: dt.datetime | None = None) -> str:
    """« Ouvert aujourd’hui jusqu’à 17 h 30 », « Fermé exceptionnellement jusqu’au lundi 4 janvier à 8 h 30 »."""
    commune = _town(owner)
    shut = _shut(owner, commune)
    return open_now(owner.opening_hours, _local(commune, at), closed=closed_on(owner), shut=shut)


def _shut(owner: Owner, commune: Commune) -> Callable[[dt.date], bool]:
    """Without known hours a place reopens on a working day."""
    if owner.opening_hours:
        return _public_holiday(commune)
    return lambda day: not calendar.is_working_day(day, commune)


def coming_closure(owner: Owner, on: dt.date, days: int = ANNOUNCED_DAYS) -> str:
    """« fermé exceptionnellement du jeudi 24 décembre au dimanche 3 janvier (Fêtes) », begun or within ``days``."""
    last = on + dt.timedelta(days=days)
    found = [one for one in closures_of(owner) if one.to_on >= on and one.from_on <= last]
    return " ; ".join(closure_in_words(one) for one in found)


def closure_in_words(closure: Closure) -> str:
    words = {"label": closure.label, "from": day_in_words(closure.from_on), "to": day_in_words(closure.to_on)}
    if closure.from_on == closure.to_on:
        return _("fermé exceptionnellement le %(from)s (%(label)s)") % words
    return _("fermé exceptionnellement du %(from)s au %(to)s inclus (%(label)s)") % words


def hours_for_letters(service: Service, on: dt.date) -> list[Hours]:
    """The rows of the service, and one more when a closure comes within fifteen days."""
    closure = coming_closure(service, on)
    rows: list[Hours] = list(service.opening_hours)
    return [*rows, {"days": closure, "hours": ""}] if closure else rows


def working_days(service: Service, start: dt.date, count: int) -> dt.date:
    """The ``count``-th working day after ``start`` on which the service is not closed. Never for a legal clock."""
    closed = closed_on(service)
    day, left = start, count
    for _step in range(FARTHEST + count * 3):
        if left <= 0:
            break
        day += DAY
        if calendar.is_working_day(day, service.commune) and not closed(day):
            left -= 1
    return day


def is_open_day(service: Service, day: dt.date) -> bool:
    """Somebody answers that day. Without known hours every day does but those of a closure: nothing says otherwise."""
    if closed_on(service)(day):
        return False
    if not service.opening_hours:
        return True
    return bool(ranges_of(service.opening_hours, day.weekday())) and not _public_holiday(service.commune)(day)


def next_open(service: Service, day: dt.date, time: dt.time | None = None) -> Moment:
    """The same moment when the service is open then, else its next opening."""
    if is_open_day(service, day):
        ranges = ranges_of(service.opening_hours, day.weekday())
        if not ranges or time is None or any(start <= time < end for start, end in ranges):
            return Moment(day, time)
        later = [start for start, _end in ranges if start > time]
        if later:
            return Moment(day, later[0])
    found = first_opening(service.opening_hours, day, lambda one: not is_open_day(service, one))
    if found is None:
        return Moment(day, time)
    return Moment(found[0], found[1] if time is not None else None)


def from_now(service: Service, at: dt.datetime | None = None) -> dt.date:
    """Today while the service still answers today, else its next day of opening."""
    local = _local(service.commune, at)
    day, now = local.date(), local.time().replace(tzinfo=None)
    ranges = ranges_of(service.opening_hours, day.weekday())
    if is_open_day(service, day) and (not ranges or now < ranges[-1][1]):
        return day
    return next_open(service, day + DAY).day


def hours_in_words(service: Service, day: dt.date) -> str:
    """« de 8 h 30 à 12 h et de 13 h 30 à 17 h »; empty when nobody answers that day or no hours are known."""
    ranges = ranges_of(service.opening_hours, day.weekday()) if is_open_day(service, day) else []
    return _(" et ").join(_("de %s à %s") % (clock(start), clock(end)) for start, end in ranges)


def away(commune_id: int, on: dt.date) -> Absents:
    """The agents absent that day; one query, read once a web request."""

    def read() -> dict[int, Away]:
        found = Absence.objects.on_day(commune_id, on).select_related("user")
        return {one.user_id: Away(one.user_id, one.user.display_name, one.to_on, one.replacement_id) for one in found}

    return remembered(("away", commune_id, on), read)


def in_charge(user_id: int, service: Service, can: Callable[[int], bool]) -> int | None:
    """Who takes what is given to this agent today: in person, the replacement, the head of the service, or nobody."""
    absents = away(service.commune_id, calendar.today(service.commune))
    if user_id not in absents:
        return user_id
    found = replacing.stand_in(user_id, absents, can)
    if found is None and service.head_id is not None:
        found = replacing.stand_in(service.head_id, absents, can)
    return found


def until_words(absent: Away) -> str:
    """« absent jusqu’au lundi 4 janvier »: the last day."""
    return _("absent jusqu’au %s") % day_in_words(absent.until_on)
