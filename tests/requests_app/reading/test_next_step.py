import datetime as dt

import pytest

from requests_app import operations
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from requests_app.reading import next_step
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db
RECEIVED = dt.date(2026, 11, 14)


def step(on=RECEIVED, **fields):
    return next_step(make_request(received_on=RECEIVED, **fields), on)


def test_a_new_request_says_who_reads_it_and_by_when_one_is_answered():
    said = step()
    assert "Le service ne l’a pas encore ouverte" in said.sentence
    assert said.upcoming[0].text == "Le service Démarches administratives et état civil lit votre demande."
    assert said.upcoming[1].on == dt.date(2026, 11, 18)


def test_once_the_target_is_past_nothing_false_is_promised():
    assert [item.on for item in step(on=dt.date(2026, 12, 1)).upcoming] == [None, None]


def test_the_legal_date_stands_with_its_effect():
    said = step()
    assert said.legal_on == dt.date(2027, 1, 14)
    assert "jeudi 14 janvier 2027" in said.legal
    assert "considérée comme refusée" in said.legal


def test_after_the_legal_date_the_person_knows_what_they_may_do():
    assert "demander les motifs" in step(on=dt.date(2027, 1, 15)).legal


def test_where_silence_accepts_it_says_so_before_and_after():
    made = make_request(received_on=RECEIVED)
    ServiceRequest.objects.filter(pk=made.pk).update(
        silence="acceptance", rejection_due=None, acceptance_due=dt.date(2027, 1, 14)
    )
    made.refresh_from_db()
    assert "considérée comme acceptée" in next_step(made, RECEIVED).legal
    assert "attestation" in next_step(made, dt.date(2027, 1, 15)).legal


def test_a_street_report_has_no_legal_block():
    assert step(procedure_code="signalement-voirie").legal == ""


def test_what_the_person_must_do_comes_first():
    made = make_request(phase=Phase.WAITING_PERSON)
    said = next_step(made)
    assert said.yours
    assert said.question.text == "Pouvez-vous préciser ?"
    operations.receive_answer(made.pk, text="Voici.", by=holder(made))
    made.refresh_from_db()
    assert not next_step(made).yours


def test_a_decided_request_has_no_legal_date_any_more():
    said = step(phase=Phase.DECIDED)
    assert said.legal == ""
    assert "clôt" in said.upcoming[0].text


def test_a_reopened_decision_promises_no_implied_one():
    made = make_request(phase=Phase.DECIDED)
    assert next_step(operations.reopen(made.pk, reason="À revoir.", by=actor(make_agent()))).legal == ""


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.WITHDRAWN])
def test_an_ended_request_has_nothing_to_come(phase):
    assert step(phase=phase).upcoming == []


def test_a_confidential_service_is_not_named():
    said = next_step(make_request("aide-ccas", answers={}))
    assert "Action sociale" not in str(said)
