import datetime as dt

import pytest
from django.urls import reverse

from core import calendar
from core.models import AccessTrailEntry
from requests_app import operations
from requests_app.enums import TaskState
from requests_app.models import Task
from tests.back_office.pages import part, text_of
from tests.builders import actor, give, make_agent, make_citizen, make_request
from tests.builders_calls import make_task

pytestmark = pytest.mark.django_db
LIST = "/agents/a-rappeler/"


@pytest.fixture
def clerk(db):
    return make_agent("accueil", "accueil", first_name="Claire", last_name="Lemoine")


@pytest.fixture
def counter(clerk, sign_in):
    return sign_in(clerk)


def act(client, task, gesture, **data):
    return client.post(reverse("back_office:task_act", args=[task.public_id, gesture]), data, follow=True)


def test_nobody_to_call_is_said(counter):
    assert "Personne à rappeler." in text_of(counter.get(LIST))


def test_the_list_says_whom_to_call_when_and_what_was_tried(counter, clerk):
    task = make_task(citizen_id=make_citizen().pk, subject="Dossier de PACS")
    operations.record_attempt(task.pk, result="no_answer", by=actor(clerk), due_on=calendar.today(task.commune))
    page = counter.get(LIST)
    said = text_of(page)
    shown = ("Malika Benhaddou", "Dossier de PACS", "06 39 98 27 60", "aujourd’hui", "1er essai", "pas de réponse")
    for words in shown:
        assert words in said
    assert 'href="tel:+33639982760"' in page.content.decode()


def test_a_late_one_comes_first_and_says_so(counter, clerk):
    task = make_task(subject="en retard")
    Task.objects.filter(pk=task.pk).update(due_on=calendar.today(task.commune) - dt.timedelta(days=2))
    make_task(subject="Passeport du jour")
    said = text_of(counter.get(LIST))
    assert "2 j de retard" in said
    assert said.index("en retard") < said.index("Passeport du jour")


def test_reached_leaves_the_list(counter):
    task = make_task()
    page = act(counter, task, "joint", essais="0", outcome="Elle passera jeudi")
    assert "Personne jointe" in text_of(page)
    task.refresh_from_db()
    assert (task.state, task.outcome) == (TaskState.DONE, "Elle passera jeudi")


def test_a_second_click_counts_one_attempt(counter):
    task = make_task()
    act(counter, task, "pas-de-reponse", essais="0")
    page = act(counter, task, "pas-de-reponse", essais="0")
    task.refresh_from_db()
    assert task.attempts == 1
    assert "relisez avant de recommencer" in text_of(page)


def test_later_needs_a_day_and_keeps_what_was_typed(counter):
    task = make_task()
    page = act(counter, task, "plus-tard", day="", time="14:30")
    assert page.status_code == 422
    assert "Dites quel jour rappeler." in text_of(page)
    assert "14:30" in str(part(page, "plus-tard-time"))


@pytest.mark.parametrize("day", ["hier", "2020-01-01", "2199-01-01", "0001-01-01", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused_in_french(counter, day):
    task = make_task()
    page = act(counter, task, "plus-tard", day=day, essais="0")
    assert any(words in text_of(page) for words in ("Ce jour n’existe pas", "à venir", "dans l’année"))
    task.refresh_from_db()
    assert task.due_on == calendar.today(task.commune)


def test_given_to_a_colleague_or_to_another_service(counter, clerk):
    colleague = make_agent("accueil", "accueil", first_name="Yanis", last_name="Benali")
    task = make_task()
    act(counter, task, "confier", to=f"agent:{colleague.public_id}")
    task.refresh_from_db()
    assert task.owner == colleague
    act(counter, task, "confier", to="service:voirie")
    task.refresh_from_db()
    assert (task.service.code, task.owner) == ("voirie", None)
    assert act(counter, task, "prendre").status_code == 404


def test_after_three_calls_writing_is_proposed(counter, clerk):
    task = make_task()
    for rank in range(3):
        assert "écrivez-lui" not in text_of(counter.get(LIST))
        act(counter, task, "pas-de-reponse", essais=str(rank))
    assert "3 appels sans joindre la personne : écrivez-lui." in text_of(counter.get(LIST))
    act(counter, task, "ecrit")
    task.refresh_from_db()
    assert (task.state, task.outcome) == (TaskState.DONE, "Joint par écrit")


def test_giving_up_needs_a_reason(counter):
    task = make_task()
    assert "Dites pourquoi" in text_of(act(counter, task, "abandonner", reason=" "))
    act(counter, task, "abandonner", reason="Numéro d’un fax")
    task.refresh_from_db()
    assert task.state == TaskState.DROPPED


def test_another_service_sees_nothing_and_can_do_nothing(sign_in):
    task = make_task("accueil")
    stranger = sign_in(make_agent("voirie"))
    assert "Personne à rappeler." in text_of(stranger.get(LIST))
    assert act(stranger, task, "joint").status_code == 404
    assert act(stranger, task, "inconnu").status_code == 404


def test_a_task_of_a_confidential_request_exists_for_those_who_see_it_only(counter, clerk, sign_in):
    secret = make_request()
    type(secret).objects.filter(pk=secret.pk).update(confidential=True)
    make_task("accueil", request_id=secret.pk, subject="")
    assert "Personne à rappeler." in text_of(counter.get(LIST))
    keeper = make_agent("etat-civil")
    assert "Personne à rappeler." in text_of(sign_in(keeper).get(LIST))
    give(keeper, "etat-civil", "confidentiel")
    assert secret.number in text_of(sign_in(keeper).get(LIST))


def test_the_list_costs_the_same_for_one_or_for_many(counter, django_assert_num_queries, clerk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_task(request_id=make_request().pk)
    counter.get(LIST)
    with CaptureQueriesContext(connection) as one:
        counter.get(LIST)
    for rank in range(6):
        make_task(request_id=make_request().pk, owner_id=clerk.pk, subject=f"n° {rank}")
    with django_assert_num_queries(len(one)):
        counter.get(LIST)


def test_reading_one_is_recorded(counter, clerk):
    task = make_task()
    counter.get(LIST)
    assert AccessTrailEntry.objects.filter(
        subject_kind="task", subject_ref=str(task.pk), actor_ref=str(clerk.pk)
    ).exists()
