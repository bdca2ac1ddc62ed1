"""How long a notice waits so that no machine is answered without end, and until when it may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from core import calendar
from core.models import Commune

HOUR = dt.timedelta(hours=1)
# What waits for its working day leaves then: late enough to have slowed a loop, early enough to be of that day.
_LAST_HOUR = dt.time(23, 0)


def free_at(taken: Sequence[dt.datetime], ceiling: int) -> dt.datetime | None:
    """When one more may leave, given the instants of the last hour; None when it may now."""
    if len(taken) < ceiling:
        return None
    return sorted(taken)[-ceiling] + HOUR


def leaves_before(created_at: dt.datetime, commune: Commune) -> dt.datetime:
    """Eleven in the evening, local time, of the working day of that instant; past it, of the next one."""
    zone = ZoneInfo(commune.timezone)
    local = created_at.astimezone(zone)
    day = local.date()
    if local.time() >= _LAST_HOUR or not calendar.is_working_day(day, commune):
        day = calendar.add_working_days(day, 1, commune)
    return dt.datetime.combine(day, _LAST_HOUR, tzinfo=zone)
