import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from core.actor import Actor
from procedures.models import ProcedureVersion
from requests_app import operations
from requests_app.enums import CLOCK_KINDS, Kind, Phase
from requests_app.models import ServiceRequest
from requests_app.operations import sweep, timeline
from tests.builders import actor, make_agent, make_request

pytestmark = pytest.mark.django_db
RECEIVED, DUE = dt.date(2026, 11, 14), dt.date(2027, 1, 14)


def filed(**fields):
    return make_request(received_on=RECEIVED, **fields)


def written(made):
    entries = made.timeline.filter(kind__in=CLOCK_KINDS).order_by("effective_on", "pk")
    return list(entries.values_list("effective_on", "kind"))


def test_nothing_is_said_before_half_of_the_time():
    made = filed()
    assert operations.sweep_deadlines(dt.date(2026, 12, 14)) == 0
    assert written(made) == []


def test_each_alert_is_written_on_its_day_and_once():
    made = filed()
    for _day in range(3):
        operations.sweep_deadlines(dt.date(2027, 1, 7))
    assert [kind for _on, kind in written(made)] == [Kind.ALERT_HALF, Kind.ALERT_MOST, Kind.ALERT_WEEK]


def test_the_implied_refusal_is_born_at_its_date_however_late_the_sweep_runs():
    on_time, late = filed(), filed()
    for day in range(80):
        operations.sweep_deadlines(RECEIVED + dt.timedelta(days=day))
    operations.sweep_deadlines(dt.date(2027, 6, 1))
    assert written(on_time) == written(late)
    assert (DUE, Kind.IMPLIED_REJECTION) in written(late)


def test_a_sweep_that_runs_only_once_months_late_writes_the_same_story():
    made = filed()
    operations.sweep_deadlines(dt.date(2027, 6, 1))
    assert [on for on, _kind in written(made)] == sorted(on for on, _kind in written(made))
    assert len(written(made)) == 5
    made.refresh_from_db()
    assert (made.next_alert_on, made.last_event_kind) == (None, Kind.IMPLIED_REJECTION)


def test_the_request_stays_open_for_an_express_decision():
    made = filed()
    operations.sweep_deadlines(dt.date(2027, 1, 15))
    decision = operations.decide(made.pk, outcome="granted", text="Accordée.", by=actor(make_agent()))
    assert decision.pk
    assert (DUE, Kind.IMPLIED_REJECTION) in written(made)


@pytest.mark.parametrize("phase", [Phase.DECIDED, Phase.CLOSED, Phase.WITHDRAWN])
def test_silence_decides_nothing_once_someone_spoke(phase):
    made = filed(phase=phase)
    ServiceRequest.objects.filter(pk=made.pk).update(next_alert_on=RECEIVED)
    operations.sweep_deadlines(dt.date(2027, 6, 1))
    assert written(made) == []


def test_a_reopened_decision_is_left_alone():
    made = filed(phase=Phase.DECIDED)
    operations.reopen(made.pk, reason="À revoir.", by=actor(make_agent()))
    ServiceRequest.objects.filter(pk=made.pk).update(next_alert_on=RECEIVED)
    assert operations.sweep_deadlines(dt.date(2027, 6, 1)) == 1
    assert written(made) == []


def test_a_friendly_question_suspends_nothing():
    made = filed(phase=Phase.WAITING_PERSON)
    operations.sweep_deadlines(dt.date(2027, 1, 15))
    assert (DUE, Kind.IMPLIED_REJECTION) in written(made)


def test_where_silence_is_acceptance_it_is_an_acceptance():
    made = filed()
    ServiceRequest.objects.filter(pk=made.pk).update(silence="acceptance", rejection_due=None, acceptance_due=DUE)
    operations.sweep_deadlines(dt.date(2027, 1, 15))
    assert (DUE, Kind.IMPLIED_ACCEPTANCE) in written(made)


def test_a_report_never_enters_the_sweep():
    made = make_request("signalement-voirie", received_on=RECEIVED)
    assert operations.sweep_deadlines(dt.date(2030, 1, 1)) == 0
    assert written(made) == []


def test_a_request_that_fails_holds_no_other(monkeypatch):
    bad, good = filed(), filed()
    really = sweep.sweep_one

    def fails(pk, today):
        if pk == bad.pk:
            raise RuntimeError("poison")
        really(pk, today)

    monkeypatch.setattr(sweep, "sweep_one", fails)
    assert operations.sweep_deadlines(dt.date(2027, 1, 15)) == 2
    assert (written(bad), len(written(good))) == ([], 5)


def test_the_database_holds_an_implied_decision_once():
    made = filed()
    timeline.record(made, Kind.IMPLIED_REJECTION, by=Actor.system("test"), effective_on=DUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        timeline.record(made, Kind.IMPLIED_REJECTION, by=Actor.system("test"), effective_on=DUE)


def test_a_changed_procedure_never_changes_the_dates_of_a_request():
    made = filed()
    version = ProcedureVersion.objects.get(pk=made.procedure_version_id)
    assert version.period_count == made.period_count
    made.refresh_from_db()
    assert made.rejection_due == DUE


def test_the_person_reads_the_implied_refusal_and_not_the_alerts():
    made = filed()
    operations.sweep_deadlines(dt.date(2027, 1, 15))
    visible = made.timeline.filter(kind__in=CLOCK_KINDS, visible_to_citizen=True).values_list("kind", flat=True)
    assert list(visible) == [Kind.IMPLIED_REJECTION]
