import datetime as dt

import pytest
from django.urls import reverse

from core import calendar
from organisation.models import Absence
from organisation.operations import record_absence
from requests_app import operations
from tests.back_office.pages import part, text_of, url_of
from tests.builders import actor, make_agent, make_request, make_town
from tests.builders_calls import make_task

pytestmark = pytest.mark.django_db
PAGE = "/agents/absences/"


@pytest.fixture
def today(db):
    return calendar.today(make_town())


@pytest.fixture
def paul(db):
    return make_agent(first_name="Paul", last_name="Lenoir")


def away(user, today, replacement=None, days=3):
    known = {"from_on": today, "to_on": today + dt.timedelta(days=days), "by": actor(user)}
    return record_absence(user.pk, replacement_id=replacement.pk if replacement else None, **known)


def typed(agent, today, **changed):
    day = (today + dt.timedelta(days=1)).isoformat()
    return {"agent": str(agent.public_id), "from_on": day, "to_on": day, "replacement": "", **changed}


def test_nobody_absent_is_said(desk):
    assert "Personne n’est absent" in text_of(desk.get(PAGE))


def test_an_absence_is_noted_and_listed(desk, agent, paul, today):
    page = desk.post(PAGE, typed(agent, today, replacement=str(paul.public_id)), follow=True)
    said = text_of(page)
    assert "est notée" in said
    assert "Paul Lenoir" in said
    assert Absence.objects.get().replacement == paul


def test_a_refusal_keeps_what_was_typed(desk, agent, today):
    past = (today - dt.timedelta(days=9)).isoformat()
    page = desk.post(PAGE, typed(agent, today, from_on=past, to_on=past))
    assert page.status_code == 422
    assert "Ces jours sont passés" in text_of(page)
    assert past in str(part(page, "absence-from_on"))
    wrong = desk.post(PAGE, typed(agent, today, to_on="31/02"))
    assert (wrong.status_code, Absence.objects.count()) == (422, 0)


def test_an_agent_notes_nobody_else_s_and_ends_nobody_else_s(desk, paul, today):
    assert desk.post(PAGE, typed(paul, today)).status_code == 422
    absence = away(paul, today)
    assert desk.post(reverse("back_office:absence_end", args=[absence.public_id])).status_code == 404
    assert Absence.objects.filter(pk=absence.pk).exists()


def test_back_early(desk, agent, today):
    absence = away(agent, today)
    desk.post(reverse("back_office:absence_end", args=[absence.public_id]))
    assert not Absence.objects.exists()


def test_absences_of_services_i_am_not_in_are_not_shown(desk, today):
    away(make_agent("ccas", last_name="Invisible"), today)
    assert "Invisible" not in text_of(desk.get(PAGE))


def test_les_miennes_of_the_replacement_holds_the_absent_one_s(desk, agent, paul, today):
    made = make_request()
    operations.assign(made.pk, to_user_id=paul.pk, by=actor(agent))
    assert made.number not in text_of(desk.get("/agents/?vue=les-miennes"))
    away(paul, today, agent)
    page = desk.get("/agents/?vue=les-miennes")
    assert made.number in text_of(page)
    assert "pour Paul Lenoir, absent jusqu’au" in text_of(page)
    assert made.number in text_of(desk.get("/agents/?agent=moi"))


def test_the_call_backs_of_the_absent_one_say_for_whom(desk, agent, paul, today):
    make_task("etat-civil", owner_id=paul.pk, by=actor(agent))
    away(paul, today, agent)
    assert "pour Paul Lenoir, absent jusqu’au" in text_of(desk.get("/agents/a-rappeler/"))


def test_the_request_page_says_the_assignee_is_absent_and_whom_to_see(sign_in, agent, paul, today):
    made, third = make_request(), make_agent(first_name="Yanis", last_name="Benali")
    operations.assign(made.pk, to_user_id=paul.pk, by=actor(agent))
    away(paul, today, third)
    said = text_of(sign_in(agent).get(url_of(made)))
    assert "Paul Lenoir, absent jusqu’au" in said
    assert "voir Yanis Benali" in said


def test_a_chain_of_absences_costs_no_query_a_row(desk, agent, paul, today, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    away(paul, today, agent)
    for number in (1, 12):
        for _made in range(number):
            operations.assign(make_request().pk, to_user_id=paul.pk, by=actor(agent))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get("/agents/?vue=les-miennes")
        if number == 1:
            least = len(asked)
    # The requests given while Paul is away went to the agent in person: the rows are there all the same.
    assert len(asked) <= least


def test_who_is_away_is_marked_wherever_work_or_a_note_is_given(desk, agent, paul, today):
    away(paul, today)
    made = make_request(by_agent=agent)
    task = make_task("etat-civil", owner_id=agent.pk)
    pages = [
        f"{url_of(made)}?faire=affecter", f"{url_of(made)}?faire=note", f"/agents/a-rappeler/?tache={task.public_id}",
    ]  # fmt: skip
    for page in pages:
        assert "Paul Lenoir (absent jusqu’au" in text_of(desk.get(page)), page
