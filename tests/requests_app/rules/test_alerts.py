import datetime as dt

import pytest

from requests_app.enums import CLOCK_KINDS, Kind
from requests_app.rules.alerts import alerts, next_look, said_by

START, DUE = dt.date(2026, 11, 14), dt.date(2027, 1, 14)
REFUSAL = Kind.IMPLIED_REJECTION


def test_a_two_month_clock_speaks_at_half_at_four_fifths_a_week_before_and_on_the_day():
    assert [(alert.on, alert.kind) for alert in alerts(START, DUE)] == [
        (dt.date(2026, 12, 15), Kind.ALERT_HALF),
        (dt.date(2027, 1, 2), Kind.ALERT_MOST),
        (dt.date(2027, 1, 7), Kind.ALERT_WEEK),
        (dt.date(2027, 1, 14), Kind.ALERT_TODAY),
        (dt.date(2027, 1, 14), Kind.IMPLIED_REJECTION),
    ]


def test_a_short_clock_has_no_week_before():
    kinds = {alert.kind for alert in alerts(START, START + dt.timedelta(days=5))}
    assert Kind.ALERT_WEEK not in kinds
    assert kinds <= CLOCK_KINDS


def test_the_service_still_has_the_whole_last_day():
    assert REFUSAL not in {alert.kind for alert in said_by(START, DUE, DUE, REFUSAL)}
    assert REFUSAL in {alert.kind for alert in said_by(START, DUE, DUE + dt.timedelta(days=1), REFUSAL)}


def test_an_implied_decision_bears_the_date_of_its_birth_not_of_its_writing():
    late = said_by(START, DUE, dt.date(2027, 5, 1), REFUSAL)
    assert [alert.on for alert in late if alert.kind == REFUSAL] == [DUE]


def test_an_implied_decision_may_be_born_on_a_sunday():
    sunday = dt.date(2027, 1, 17)
    assert sunday.weekday() == 6
    assert alerts(START, sunday)[-1].on == sunday


@pytest.mark.parametrize(
    ("today", "look"),
    [
        ((2026, 11, 14), (2026, 12, 15)),
        ((2026, 12, 15), (2027, 1, 2)),
        ((2027, 1, 7), (2027, 1, 14)),
        ((2027, 1, 14), (2027, 1, 15)),
        ((2027, 1, 15), None),
    ],
)
def test_the_sweep_knows_the_next_day_it_has_something_to_write(today, look):
    assert next_look(START, DUE, dt.date(*today)) == (dt.date(*look) if look else None)


def test_without_a_legal_date_the_clock_says_nothing():
    assert said_by(START, None, DUE, REFUSAL) == ()
    assert next_look(START, None, START) is None


def test_whatever_the_days_the_sweep_runs_the_same_entries_stand_at_the_end():
    every_day = [START + dt.timedelta(days=n) for n in range(90)]
    daily = {alert for day in every_day for alert in said_by(START, DUE, day, REFUSAL)}
    assert daily == set(said_by(START, DUE, every_day[-1], REFUSAL))
