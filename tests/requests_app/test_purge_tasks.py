"""Calls made: forgotten a year later, unless a request or nobody yet has ended them."""

import datetime as dt

import pytest

from core import calendar
from organisation.enums import Role
from requests_app.enums import Kind
from requests_app.models import Task
from requests_app.operations import hand_over_task
from requests_app.reading import AGENT, story
from requests_app.tasks import purge_tasks
from tests.builders import actor, make_agent, make_request, service
from tests.builders_calls import make_task

pytestmark = pytest.mark.django_db


def test_three_times_the_purge_takes_what_was_done_a_year_ago_once():
    old, young, still, held = make_task(), make_task(), make_task(), make_task(request_id=make_request().pk)
    now = calendar.now()
    Task.objects.filter(pk__in=[old.pk, held.pk]).update(state="done", done_at=now - dt.timedelta(days=366))
    Task.objects.filter(pk=young.pk).update(state="done", done_at=now - dt.timedelta(days=364))
    assert [purge_tasks() for _time in range(3)] == [1, 0, 0]
    assert set(Task.objects.all()) == {young, still, held}


def test_a_task_handed_over_says_so_in_the_story_of_its_request():
    made = make_request()
    task = make_task(made.service.code, request_id=made.pk)
    by = actor(make_agent(made.service.code, Role.HANDLER))
    hand_over_task(task.pk, by=by, service_id=service("accueil").pk)
    line = next(item for item in story(made, AGENT) if item.kind == Kind.TASK_HANDED)
    assert line.title == f"Appel remis : {service('accueil').name}"
