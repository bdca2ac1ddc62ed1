"""Dates, hours and distances in French."""

import datetime as dt

import pytest
from django.utils import timezone

from core.templatetags.grc_dates import dans, date_simple, heure, il_y_a, jour, jour_court, jour_sans_annee, relative

TODAY = dt.date(2026, 11, 22)


def test_a_day_carries_its_weekday_and_the_first_is_said_so():
    assert jour(dt.date(2026, 11, 19)) == "jeudi 19 novembre 2026"
    assert jour(dt.date(2026, 11, 1)) == "dimanche 1er novembre 2026"
    assert date_simple(dt.date(1984, 3, 27)) == "27 mars 1984"


def test_an_instant_is_told_in_the_time_zone_of_the_town():
    late = dt.datetime(2026, 7, 31, 22, 30, tzinfo=dt.UTC)
    assert jour(late) == "samedi 1er août 2026"
    assert heure(late) == "0 h 30"


@pytest.mark.parametrize(("moment", "told"), [(dt.time(8, 0), "8 h"), (dt.time(10, 5), "10 h 05"), (None, "")])
def test_hours(moment, told):
    assert heure(moment) == told


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "aujourd’hui"), (1, "demain"), (-1, "hier"), (2, "dans 2 jours"), (-3, "il y a 3 jours")],
)
def test_how_far_a_day_is(days, told):
    assert relative(TODAY + dt.timedelta(days=days), TODAY) == told


def test_the_year_is_left_out_only_when_it_is_this_one():
    now = timezone.localdate()
    assert str(now.year) not in jour_court(now)
    assert str(now.year) not in jour_sans_annee(now)
    assert "2019" in jour_court(dt.date(2019, 1, 2))
    assert "2019" in jour_sans_annee(dt.date(2019, 1, 2))


def test_recent_instants_are_told_in_minutes():
    now = timezone.now()
    assert il_y_a(now) == "à l’instant"
    assert il_y_a(now - dt.timedelta(minutes=5)) == "il y a 5 minutes"
    assert dans(timezone.localdate() + dt.timedelta(days=1)) == "demain"


def test_nothing_is_told_of_a_date_that_is_missing():
    assert [tell(None) for tell in (jour, jour_court, jour_sans_annee, dans, il_y_a)] == [""] * 5
