import dataclasses
import datetime as dt

import pytest

from core.calendar import Period, PeriodUnit
from requests_app.rules.clocks import ClockState, Facts, header

RECEIVED = dt.date(2026, 11, 14)
FACTS = Facts(
    received_on=RECEIVED,
    silence="rejection",
    period=Period(2, PeriodUnit.MONTH),
    rejection_due=dt.date(2027, 1, 14),
    acceptance_due=None,
    ar_due=True,
    ar_due_on=dt.date(2026, 11, 27),
    ar_sent_on=None,
    ar_not_due_reason="",
    decided_on=None,
    ended_on=None,
    regime_confirmed=True,
)


def clocks(on, **changes):
    return header(dataclasses.replace(FACTS, **changes), on)


def test_there_are_always_three_clocks_in_the_same_order():
    labels = [clock.label for clock in clocks(RECEIVED, silence="none", rejection_due=None, ar_due=False)]
    assert labels == ["Accusé de réception", "Silence vaut refus", "Silence vaut accord"]


def test_an_acknowledgement_sent_says_when_and_when_it_was_due():
    first = clocks(dt.date(2026, 11, 18), ar_sent_on=dt.date(2026, 11, 16))[0]
    assert first.state == ClockState.DONE
    assert "lun. 16 nov." in first.value
    assert "27 nov." in first.detail


@pytest.mark.parametrize(
    ("day", "state"), [((2026, 11, 16), "running"), ((2026, 11, 25), "soon"), ((2026, 11, 30), "late")]
)
def test_an_acknowledgement_not_sent_gets_urgent_then_late(day, state):
    assert clocks(dt.date(*day))[0].state == state


def test_an_acknowledgement_not_due_says_why():
    first = clocks(RECEIVED, ar_due=False, ar_due_on=None, ar_not_due_reason="Simple renseignement")[0]
    assert (first.state, first.detail) == (ClockState.NONE, "Simple renseignement")


def test_the_refusal_clock_runs_and_says_how_far_it_is():
    second = clocks(dt.date(2026, 11, 18))[1]
    assert second.state == ClockState.RUNNING
    assert "dans 57 jours" in second.value
    assert "14 janv." in second.value
    assert 0 < second.ratio < 0.1
    assert second.detail.startswith("2 mois depuis le sam. 14 nov.")
    assert second.detail.endswith("aucune suspension")


def test_a_regime_nobody_confirmed_says_so():
    assert "à confirmer" in clocks(RECEIVED, regime_confirmed=False)[1].detail


def test_a_clock_that_ran_out_names_the_decision_silence_made():
    second = clocks(dt.date(2027, 1, 15))[1]
    assert second.state == ClockState.LATE
    assert second.value.startswith("Refus implicite né le")


def test_a_decision_in_time_stops_the_clock():
    second = clocks(dt.date(2027, 3, 1), decided_on=dt.date(2026, 12, 1))[1]
    assert second.state == ClockState.DONE
    assert "Décidée" in second.value


def test_a_decision_after_the_date_does_not_erase_the_implied_one():
    assert clocks(dt.date(2027, 3, 1), decided_on=dt.date(2027, 2, 1))[1].state == ClockState.LATE


def test_a_withdrawn_request_has_no_running_clock():
    assert clocks(dt.date(2027, 3, 1), ended_on=dt.date(2026, 12, 1))[1].state == ClockState.DONE


def test_the_other_silence_does_not_apply_and_says_which_regime_does():
    third = clocks(RECEIVED)[2]
    assert (third.state, third.value) == (ClockState.NONE, "Ne s’applique pas")
    assert third.detail == "Régime de la démarche : refus, figé au dépôt"


def test_of_a_report_nothing_is_born_from_silence():
    assert clocks(RECEIVED, silence="none", rejection_due=None)[1].detail == "Aucune décision ne naît du silence"


def test_acceptance_is_told_in_its_own_place():
    third = clocks(RECEIVED, silence="acceptance", rejection_due=None, acceptance_due=dt.date(2027, 1, 14))[2]
    assert third.state == ClockState.RUNNING
