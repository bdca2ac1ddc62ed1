"""A form sent twice does its work once; a form refused may be sent again."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection
from django.http import QueryDict

from core import once
from core.actor import Actor
from core.errors import Refused
from core.models import SentForm
from core.tasks import forget_sent_forms

TOKEN = "0f8fad5bd9cb469fa16570867728950e"
AGENT, COLLEAGUE = Actor.agent(7), Actor.agent(8)


def form(token: str = TOKEN, **said: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({once.FIELD: token, "csrfmiddlewaretoken": "x", **said})
    return data


@pytest.fixture
def worked():
    return []


def send(data, worked, what="note", by=AGENT):
    return once.do_once(data, what, by, lambda: worked.append(1) or {"said": f"fait {len(worked)}"})


@pytest.mark.django_db
def test_the_second_click_writes_nothing_and_is_told_the_same(worked):
    assert [send(form(words="a"), worked) for _click in range(2)] == [{"said": "fait 1"}] * 2
    assert worked == [1]


@pytest.mark.django_db
def test_other_words_another_button_another_agent_or_another_page_are_another_form(worked):
    send(form(words="a"), worked)
    send(form(words="b"), worked)
    send(form(words="a"), worked, what="call back")
    send(form(words="a"), worked, by=COLLEAGUE)
    send(form(once.new_token(), words="a"), worked)
    assert len(worked) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "n’importe quoi", "\x00", "0" * 900])
def test_without_a_token_the_work_is_done(token, worked):
    send(form(token), worked)
    send(form(token), worked)
    assert len(worked) == 2
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_a_refusal_leaves_no_trace(worked):
    def refuse():
        raise Refused("Dites en quelques mots de quoi il s’agit.")

    with pytest.raises(Refused):
        once.do_once(form(), "note", AGENT, refuse)
    send(form(), worked)
    assert worked == [1]


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_the_same_moment_the_second_waits_for_the_first(worked):
    start, told = threading.Barrier(2), []

    def work():
        worked.append(1)
        time.sleep(0.3)
        return {"said": "fait"}

    def click():
        try:
            start.wait(timeout=5)
            told.append(once.do_once(form(), "note", AGENT, work))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _copy in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert worked == [1]
    assert told == [{"said": "fait"}] * 2


@pytest.mark.django_db
def test_run_three_times_the_forms_of_last_week_are_forgotten_and_no_other(worked):
    send(form(words="a"), worked)
    send(form(words="b"), worked)
    old = SentForm.objects.first()
    SentForm.objects.filter(pk=old.pk).update(sent_at=old.sent_at - once.KEPT - dt.timedelta(minutes=1))
    assert [forget_sent_forms() for _run in range(3)] == [1, 0, 0]
    assert SentForm.objects.count() == 1
