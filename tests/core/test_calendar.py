import datetime as dt

import pytest

from core import calendar
from core.calendar import Period, PeriodUnit
from core.models import Commune

PARIS = Commune(timezone="Europe/Paris")
MULHOUSE = Commune(timezone="Europe/Paris", alsace_moselle=True)
REUNION = Commune(timezone="Indian/Reunion")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-11-16", 10, "2026-11-30"),
        ("2026-11-10", 1, "2026-11-12"),  # 11 November
        ("2026-11-14", 1, "2026-11-16"),  # from a Saturday
        ("2026-12-24", 1, "2026-12-28"),
        ("2027-05-05", 1, "2027-05-07"),  # Ascension
    ],
)
def test_working_days_skip_week_ends_and_public_holidays(start, count, due):
    assert calendar.add_working_days(day(start), count, PARIS) == day(due)


def test_alsace_moselle_has_two_more_holidays():
    good_friday, st_stephen = day("2026-04-03"), day("2025-12-26")
    assert calendar.is_working_day(good_friday, PARIS)
    assert not calendar.is_working_day(good_friday, MULHOUSE)
    assert calendar.is_working_day(st_stephen, PARIS)
    assert not calendar.is_working_day(st_stephen, MULHOUSE)


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-01-31", Period(1, PeriodUnit.MONTH), "2026-02-28"),
        ("2028-01-31", Period(1, PeriodUnit.MONTH), "2028-02-29"),
        ("2026-11-14", Period(2, PeriodUnit.MONTH), "2027-01-14"),
        ("2026-11-14", Period(3, PeriodUnit.WEEK), "2026-12-05"),
        ("2026-11-14", Period(15, PeriodUnit.DAY), "2026-11-29"),
    ],
)
def test_periods_run_from_date_to_date(start, period, end):
    assert calendar.add_period(day(start), period) == day(end)


def test_a_legal_date_is_the_commune_s_own_date():
    late_evening = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    assert calendar.local_date(PARIS, late_evening) == day("2026-11-23")
    assert calendar.local_date(REUNION, dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC)) == day("2026-11-23")
    assert calendar.local_date(PARIS, dt.datetime(2026, 7, 1, 21, 59, tzinfo=dt.UTC)) == day("2026-07-01")


def test_a_period_reads_in_french():
    assert str(Period(2, PeriodUnit.MONTH)) == "2 mois"
    assert str(Period(1, PeriodUnit.DAY)) == "1 jour"
    assert str(Period(3, PeriodUnit.WEEK)) == "3 semaines"
