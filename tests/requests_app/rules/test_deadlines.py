import datetime as dt
from types import SimpleNamespace

import pytest

from core.calendar import Period, PeriodUnit
from requests_app.rules.deadlines import (
    Due,
    LegalDates,
    Situation,
    acknowledgement_due,
    legal_dates,
    next_due,
    target_date,
)

TOWN = SimpleNamespace(timezone="Europe/Paris", alsace_moselle=False)
MULHOUSE = SimpleNamespace(timezone="Europe/Paris", alsace_moselle=True)
TWO_MONTHS = Period(2, PeriodUnit.MONTH)
RECEIVED = dt.date(2026, 11, 14)


def test_silence_worth_refusal_gives_one_date_and_no_acceptance():
    assert legal_dates("rejection", TWO_MONTHS, RECEIVED) == LegalDates(dt.date(2027, 1, 14), None)


def test_silence_worth_acceptance_gives_one_date_and_no_refusal():
    assert legal_dates("acceptance", TWO_MONTHS, RECEIVED) == LegalDates(None, dt.date(2027, 1, 14))


def test_acceptance_runs_from_the_competent_administration_and_refusal_from_the_first_one():
    competent = dt.date(2026, 11, 20)
    assert legal_dates("acceptance", TWO_MONTHS, RECEIVED, competent).acceptance_due == dt.date(2027, 1, 20)
    assert legal_dates("rejection", TWO_MONTHS, RECEIVED, competent).rejection_due == dt.date(2027, 1, 14)


def test_no_regime_gives_no_date():
    assert legal_dates("none", None, RECEIVED) == LegalDates(None, None)


@pytest.mark.parametrize(
    ("received", "period", "due"),
    [
        ((2026, 12, 31), (2, "month"), (2027, 2, 28)),
        ((2027, 12, 31), (2, "month"), (2028, 2, 29)),
        ((2027, 1, 31), (1, "month"), (2027, 2, 28)),
        ((2026, 11, 14), (15, "day"), (2026, 11, 29)),
        ((2026, 11, 14), (3, "week"), (2026, 12, 5)),
        ((2026, 3, 1), (2, "month"), (2026, 5, 1)),
    ],
)
def test_a_period_is_counted_from_date_to_date_and_never_pushed_to_a_working_day(received, period, due):
    found = legal_dates("rejection", Period(period[0], PeriodUnit(period[1])), dt.date(*received))
    assert found.rejection_due == dt.date(*due)


@pytest.mark.parametrize(
    ("received", "town", "due"),
    [
        ((2026, 11, 14), TOWN, (2026, 11, 27)),  # a Saturday
        ((2026, 12, 18), TOWN, (2027, 1, 5)),  # Christmas and New Year’s Day between
        ((2026, 12, 18), MULHOUSE, (2027, 1, 5)),  # 26 December is a Saturday in 2026
        ((2027, 3, 19), TOWN, (2027, 4, 5)),  # Easter Monday is 29 March
        ((2027, 3, 19), MULHOUSE, (2027, 4, 6)),  # and Good Friday too
    ],
)
def test_the_acknowledgement_is_due_ten_working_days_after_receipt(received, town, due):
    assert acknowledgement_due(dt.date(*received), town) == dt.date(*due)


@pytest.mark.parametrize(
    ("target", "due"),
    [
        ({"count": 3, "unit": "working_day"}, (2026, 11, 18)),
        ({"count": 10, "unit": "day"}, (2026, 11, 24)),
        ({"count": 1, "unit": "month"}, (2026, 12, 14)),
        (None, None),
    ],
)
def test_the_target_of_the_procedure_gives_a_day(target, due):
    definition = {"target": target} if target else {}
    assert target_date(definition, RECEIVED, TOWN) == (dt.date(*due) if due else None)


def test_the_acknowledgement_comes_first_while_it_is_not_sent():
    situation = Situation(RECEIVED, rejection_due=dt.date(2027, 1, 14), ar_due_on=dt.date(2026, 11, 27))
    assert next_due(situation) == (dt.date(2026, 11, 27), Due.ACKNOWLEDGEMENT)


def test_once_the_acknowledgement_is_sent_the_legal_date_comes_next():
    situation = Situation(
        RECEIVED, rejection_due=dt.date(2027, 1, 14), ar_due_on=dt.date(2026, 11, 27), ar_sent_on=dt.date(2026, 11, 16)
    )
    assert next_due(situation) == (dt.date(2027, 1, 14), Due.REJECTION)


def test_a_target_sooner_than_the_legal_date_comes_next():
    situation = Situation(RECEIVED, acceptance_due=dt.date(2027, 1, 14), target_on=dt.date(2026, 11, 18))
    assert next_due(situation) == (dt.date(2026, 11, 18), Due.TARGET)


def test_a_request_without_any_date_is_due_in_a_month():
    assert next_due(Situation(RECEIVED)) == (dt.date(2026, 12, 14), Due.TARGET)


def test_a_decided_request_is_to_be_closed_within_a_month():
    situation = Situation(RECEIVED, rejection_due=dt.date(2027, 1, 14), decided_on=dt.date(2026, 11, 20))
    assert next_due(situation) == (dt.date(2026, 12, 20), Due.CLOSING)


def test_a_decision_does_not_hide_an_acknowledgement_never_sent():
    situation = Situation(RECEIVED, ar_due_on=dt.date(2026, 11, 27), decided_on=dt.date(2026, 11, 20))
    assert next_due(situation) == (dt.date(2026, 11, 27), Due.ACKNOWLEDGEMENT)


def test_a_reopened_decision_is_due_at_the_new_target():
    situation = Situation(RECEIVED, decided_on=dt.date(2026, 11, 20), target_on=dt.date(2027, 3, 1))
    assert next_due(situation) == (dt.date(2027, 3, 1), Due.CLOSING)
