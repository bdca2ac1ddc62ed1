import datetime as dt
import itertools

import pytest

from channels_app import operations, reading
from channels_app.enums import CallState
from channels_app.models import PhoneCall, PhoneEvent
from channels_app.privacy_calls import CALLS_KEPT
from channels_app.rules.call_states import state_of
from channels_app.rules.callers import Number, read_number
from channels_app.tasks import purge_calls
from core import calendar
from core.errors import Forbidden, Refused
from requests_app.models import Task
from tests.builders import SYSTEM, actor, make_agent, make_citizen, make_town
from tests.builders_calls import CALLER, make_contact, ring
from tests.racing import at_once

START = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
EVENTS = {"newCall": 0, "answer": 12, "hangup": 95}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("06 39 98 27 60", Number("+33639982760")),
        ("+33639982760", Number("+33639982760")),
        ("0033 6 39 98 27 60", Number("+33639982760")),
        ("sip:0639982760@autocom.local;user=phone", Number("+33639982760")),
        ('"M. Morvan" <sip:+33639982760@10.0.0.1>', Number("+33639982760")),
        ("tel:+3225550120", Number("+3225550120")),
        ("+32 2 555 01 20", Number("+3225550120")),
        ("214", Number("214")),
        ("", Number(hidden=True)),
        ("anonymous", Number(hidden=True)),
        ("sip:Anonymous@anonymous.invalid", Number(hidden=True)),
        ("Numéro masqué", Number(hidden=True)),
        ("n’importe quoi", Number()),
        ("bob@pbx", Number()),
        ("1" * 40, Number()),
        ("\x00", Number(hidden=True)),
    ],
)
def test_a_number_is_read_as_switchboards_write_it(typed, expected):
    assert read_number(typed) == expected


def test_a_state_follows_from_the_instants():
    assert state_of(None, None) == CallState.RINGING
    assert state_of(START, None) == CallState.ANSWERED
    assert state_of(START, START) == CallState.ENDED
    assert state_of(None, START) == CallState.LOST


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(itertools.permutations(EVENTS)))
def test_the_order_of_the_events_changes_nothing(order):
    for event in order:
        at = START + dt.timedelta(seconds=EVENTS[event])
        ring(event=event, at=at, extension="214" if event == "answer" else "")
    call = PhoneCall.objects.get()
    assert (call.state, call.extension, call.caller) == (CallState.ENDED, "214", "+33639982760")
    assert (call.started_at, call.answered_at, call.ended_at) == (
        START, START + dt.timedelta(seconds=12), START + dt.timedelta(seconds=95),
    )  # fmt: skip


@pytest.mark.django_db
def test_hung_up_before_any_answer_is_lost_even_when_the_ring_is_told_last():
    ring(event="hangup", at=START)
    assert ring(event="newCall", at=START - dt.timedelta(seconds=20)).state == CallState.LOST


@pytest.mark.django_db
def test_who_answers_has_the_call():
    rung, heard = make_agent(phone_extension="214"), make_agent(phone_extension="221")
    assert ring(extension="214").agent == rung
    assert ring(event="answer", extension="221").agent == heard
    assert ring(event="hangup", extension="214").agent == heard


@pytest.mark.django_db
def test_a_telephone_of_nobody_or_of_somebody_gone_rings_all_the_same():
    make_agent(phone_extension="214", is_active=False)
    assert ring(extension="214").agent is None
    assert ring("autre", extension="999").agent is None


@pytest.mark.django_db(transaction=True)
def test_the_same_event_four_times_at_once_is_taken_once():
    make_town()
    results = at_once(*[lambda: operations.take_call_event(
        commune_id=make_town().pk, call_id="a", event="newCall", occurred_at=START, caller=CALLER)] * 4)  # fmt: skip
    assert sorted(one.is_duplicate for one in results) == [False, True, True, True]
    assert (PhoneCall.objects.count(), PhoneEvent.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_three_events_at_once_give_one_call_in_its_last_state():
    make_town()
    at_once(*[lambda event=event: ring(event=event, at=START) for event in EVENTS])
    assert PhoneCall.objects.get().state == CallState.ENDED


@pytest.mark.django_db
def test_three_times_the_purge_takes_what_is_older_than_a_year_once():
    old, young = ring("vieux", at=calendar.now() - CALLS_KEPT - dt.timedelta(hours=1)), ring("jeune")
    note = make_contact(call_id=old.pk)
    counts = [purge_calls() for _turn in range(3)]
    assert counts == [1, 0, 0]
    assert list(PhoneCall.objects.all()) == [young]
    note.refresh_from_db()
    assert note.call is None


@pytest.mark.django_db
def test_the_call_on_my_line_is_asked_in_one_query(django_assert_num_queries):
    agent = make_agent("accueil", "accueil", phone_extension="214")
    mine = ring(extension="214")
    ring("attend")
    with django_assert_num_queries(1):
        assert reading.current_call(agent) == mine
    with django_assert_num_queries(1):
        line = reading.phone_line(agent, sees_waiting=True)
    assert (line.call, line.waiting) == (mine, 1)


@pytest.mark.django_db
def test_a_call_whose_end_was_never_told_does_not_ring_for_ever():
    agent = make_agent("accueil", phone_extension="214")
    ring(extension="214", at=calendar.now() - dt.timedelta(minutes=11))
    assert reading.current_call(agent) is None


@pytest.mark.django_db
def test_a_number_suggests_everybody_who_shares_it_and_nobody_one_may_not_see():
    one = make_citizen("Morvan", "Étienne", phone=CALLER, email="")
    two = make_citizen("Morvan", "Solène", phone=CALLER, email="", birth_date=None)
    by = actor(make_agent("accueil", "accueil"))
    commune = make_town().pk
    assert reading.people_at(["+33639982760"], commune_id=commune, by=by) == {"+33639982760": [one, two]}
    one.contact_points.update(veiled=True)
    type(one).objects.filter(pk=one.pk).update(veiled=True)
    assert reading.people_at(["+33639982760"], commune_id=commune, by=by) == {"+33639982760": [two]}


@pytest.mark.django_db
def test_a_lost_call_becomes_one_call_back_however_often_one_clicks():
    by = actor(make_agent("accueil", "accueil"))
    lost = ring(event="hangup")
    assert operations.call_back(lost.pk, by=by) == operations.call_back(lost.pk, by=by)
    assert Task.objects.get().phone == "+33639982760"
    assert reading.lost_to_call_back(make_town(), by=by) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("caller", "said"), [("anonymous", "pas connu"), ("???", "pas connu"), ("221", "poste")])
def test_nobody_can_be_called_back_without_a_number(caller, said):
    lost = ring(event="hangup", caller=caller)
    with pytest.raises(Refused, match=said):
        operations.call_back(lost.pk, by=actor(make_agent("accueil", "accueil")))


@pytest.mark.django_db
def test_an_agent_without_the_desk_sees_their_own_calls_only():
    mine = make_agent("voirie", phone_extension="230")
    ring("a", event="hangup")
    own = ring("b", extension="230")
    by = actor(mine)
    assert list(PhoneCall.objects.visible_to(by)) == [own]
    with pytest.raises(Forbidden):
        operations.call_back(PhoneCall.objects.get(call_id="a").pk, by=by)


@pytest.mark.django_db
def test_who_called_again_and_was_heard_is_not_to_be_called_back():
    by = SYSTEM
    ring("a", event="hangup", at=calendar.now() - dt.timedelta(hours=1))
    assert len(reading.lost_to_call_back(make_town(), by=by)) == 1
    ring("b", event="answer")
    assert reading.lost_to_call_back(make_town(), by=by) == []
