"""Dates as the law counts them: whole days in the commune's time zone, French working days, calendar periods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, ngettext


class HasCalendar(Protocol):
    timezone: str
    alsace_moselle: bool


class PeriodUnit(TextChoices):
    MONTH = "month", _("mois")
    WEEK = "week", _("semaines")
    DAY = "day", _("jours")


@dataclass(frozen=True)
class Period:
    """A length of time in calendar units (CRPA L231-1: two months, from date to date)."""

    count: int
    unit: PeriodUnit

    def __str__(self) -> str:
        if self.unit == PeriodUnit.MONTH:
            return f"{self.count} mois"
        if self.unit == PeriodUnit.WEEK:
            return ngettext("%(n)s semaine", "%(n)s semaines", self.count) % {"n": self.count}
        return ngettext("%(n)s jour", "%(n)s jours", self.count) % {"n": self.count}


def now() -> dt.datetime:
    """The present instant, in UTC."""
    return timezone.now()


def local_date(commune: HasCalendar, instant: dt.datetime) -> dt.date:
    """The commune's date at that instant."""
    return instant.astimezone(ZoneInfo(commune.timezone)).date()


def today(commune: HasCalendar) -> dt.date:
    return local_date(commune, now())


@lru_cache(maxsize=128)
def _public_holidays(year: int, alsace_moselle: bool) -> frozenset[dt.date]:
    # Code du travail L3133-1; Alsace-Moselle adds Good Friday and 26 December (L3134-13).
    subdivision = "57" if alsace_moselle else None
    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=year))


def is_working_day(day: dt.date, commune: HasCalendar) -> bool:
    """Monday to Friday, public holidays excluded."""
    return day.weekday() < 5 and day not in _public_holidays(day.year, commune.alsace_moselle)


def add_working_days(day: dt.date, count: int, commune: HasCalendar) -> dt.date:
    """The ``count``-th working day after ``day`` (R112-11-3: ten working days from receipt)."""
    while count > 0:
        day += dt.timedelta(days=1)
        if is_working_day(day, commune):
            count -= 1
    return day


def add_period(day: dt.date, period: Period) -> dt.date:
    """From date to date; 31 January + 1 month is the last day of February."""
    if period.unit == PeriodUnit.MONTH:
        return day + relativedelta(months=period.count)
    days = period.count * (7 if period.unit == PeriodUnit.WEEK else 1)
    return day + dt.timedelta(days=days)
