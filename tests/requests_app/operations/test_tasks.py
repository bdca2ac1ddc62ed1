import datetime as dt

import pytest

from core import calendar
from core.actor import Actor
from core.errors import Forbidden, IllegalMove, Refused, Stale
from messaging.models import Dispatch
from requests_app import notifications, operations
from requests_app.enums import Kind, TaskKind, TaskState
from requests_app.models import ServiceRequest, Task, TaskAttempt
from requests_app.task_policies import can_view
from tests.builders import actor, give, make_agent, make_citizen, make_request, make_town, service
from tests.builders_calls import make_task
from tests.racing import at_once
from tests.requests_app.operations.test_reach import came_back

pytestmark = pytest.mark.django_db


def desk():
    return actor(make_agent("accueil", "accueil"))


def test_a_call_back_needs_no_request_and_is_due_today():
    task = make_task()
    assert (task.request, task.state, task.phone) == (None, TaskState.OPEN, "+33639982760")
    assert task.due_on == calendar.today(task.commune)


def test_it_takes_the_number_of_the_person_when_none_is_said():
    assert make_task(phone="", citizen_id=make_citizen().pk).phone == "+33639984127"


@pytest.mark.parametrize("phone", ["", "bonjour", "12", "+33"])
def test_a_number_that_is_not_one_is_refused_in_french(phone):
    with pytest.raises(Refused, match=r"numéro"):
        make_task(phone=phone)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_gone_by_or_too_far_is_refused(days):
    with pytest.raises(Refused):
        make_task(due_on=calendar.today(make_town()) + dt.timedelta(days=days))


def test_with_a_request_its_story_tells_it_and_no_page_becomes_stale():
    made = make_request()
    task = make_task(request_id=made.pk)
    operations.record_attempt(task.pk, result="voicemail", by=desk())
    operations.record_attempt(task.pk, result="reached", by=desk())
    kinds = set(made.timeline.values_list("kind", flat=True))
    assert {Kind.TASK_OPENED, Kind.TASK_TRIED, Kind.TASK_DONE} <= kinds
    assert ServiceRequest.objects.get(pk=made.pk).revision == made.revision


def test_the_counter_opens_one_about_any_request_but_a_confidential_one():
    made, by = make_request(), desk()
    make_task(request_id=made.pk, by=by)
    ServiceRequest.objects.filter(pk=made.pk).update(confidential=True)
    with pytest.raises(Forbidden):
        make_task(request_id=made.pk, by=by)
    with pytest.raises(Forbidden):
        make_task(request_id=made.pk + 1000, by=by)


def test_a_fruitless_call_is_tried_again_the_next_working_day():
    task = make_task()
    done = operations.record_attempt(task.pk, result="no_answer", by=desk())
    assert done.due_on == calendar.add_working_days(calendar.today(task.commune), 1, task.commune)
    assert (done.attempts, done.last_result) == (1, "no_answer")
    assert done.owner is not None


def test_later_counts_no_attempt():
    task, tomorrow = make_task(), calendar.today(make_town()) + dt.timedelta(days=1)
    done = operations.record_attempt(task.pk, result="later", due_on=tomorrow, due_time=dt.time(14), by=desk())
    assert (done.attempts, done.due_on, done.due_time) == (0, tomorrow, dt.time(14))
    assert TaskAttempt.objects.count() == 1


def test_what_is_finished_is_finished_once():
    task, by = make_task(), desk()
    operations.complete_task(task.pk, by=by)
    for again in (
        lambda: operations.complete_task(task.pk, by=by),
        lambda: operations.record_attempt(task.pk, result="no_answer", by=by),
        lambda: operations.drop_task(task.pk, by=by, reason="x"),
        lambda: operations.take_task(task.pk, by=by),
    ):
        with pytest.raises(IllegalMove):
            again()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_count_one_attempt():
    task, by = make_task(), desk()
    results = at_once(*[lambda: operations.record_attempt(task.pk, result="no_answer", by=by, seen=0)] * 2)
    assert sum(isinstance(one, Stale) for one in results) == 1
    assert Task.objects.get(pk=task.pk).attempts == 1


def test_it_is_given_only_to_who_can_see_it():
    task, by = make_task(), desk()
    with pytest.raises(Refused, match="ne peut pas voir"):
        operations.hand_over_task(task.pk, owner_id=make_agent("voirie").pk, by=by)
    with pytest.raises(Refused):
        make_task(owner_id=10**6)


def test_a_confidential_one_stays_in_its_service():
    keeper = make_agent("ccas", "instructeur", "confidentiel")
    task = make_task("ccas", confidential=True, by=actor(keeper))
    with pytest.raises(Refused, match="confidentielle"):
        operations.hand_over_task(task.pk, service_id=service("accueil").pk, by=actor(keeper))


def test_a_message_that_came_back_opens_one_task_and_each_ends_the_other():
    made = came_back(make_request(), times=3)
    task = Task.objects.get(kind=TaskKind.REACH)
    assert (task.request, task.service, task.created_by) == (made, made.service, None)
    operations.mark_reached(made.pk, by=actor(make_agent("etat-civil")))
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def test_reaching_by_the_list_ends_the_alert_of_the_request():
    made = came_back(make_request())
    task = Task.objects.get(kind=TaskKind.REACH)
    operations.record_attempt(task.pk, result="reached", by=actor(make_agent("etat-civil")))
    made.refresh_from_db()
    assert made.reach_on is None
    assert made.timeline.filter(kind=Kind.REACHED).count() == 1


def test_a_letter_that_came_back_is_told_once_and_opens_the_same_task():
    made = came_back(make_request())
    letter = Dispatch.objects.filter(subject_ref=str(made.pk)).first()
    for _time in range(3):
        notifications.raise_the_alert_of_a_letter({"dispatch_id": letter.pk})
    assert made.timeline.filter(kind=Kind.RETURNED).count() == 1
    assert Task.objects.filter(kind=TaskKind.REACH).count() == 1


def test_whom_to_reach_follows_the_request_to_its_new_service():
    made = came_back(make_request())
    by = actor(make_agent("etat-civil"))
    task = Task.objects.get()
    operations.take_task(task.pk, by=by)
    operations.reroute(made.pk, service_id=service("voirie").pk, reason="Relève de la voirie", by=by)
    for _time in range(3):
        notifications.take_the_tasks_along({"request_id": made.pk})
    task.refresh_from_db()
    assert (task.service.code, task.owner) == ("voirie", None)


@pytest.mark.parametrize("of", ["accueil", "etat-civil", "ccas"])
@pytest.mark.parametrize("roles", [("accueil",), ("instructeur",), ("instructeur", "confidentiel"), ("elu",), ("dpo",)])
def test_the_filter_and_the_rule_on_one_say_the_same(of, roles):
    plain, secret, held = make_request(), make_request(), make_request()
    ServiceRequest.objects.filter(pk=secret.pk).update(confidential=True)
    ServiceRequest.objects.filter(pk=held.pk).update(restriction="restricted")
    user = make_agent(of, *roles)
    for about in (None, plain, secret, held):
        for place in ("accueil", "etat-civil"):
            for owner in (None, user.pk):
                task = make_task(place, request_id=about.pk if about else None, confidential=about is None)
                Task.objects.filter(pk=task.pk).update(owner_id=owner)
    by = actor(user)
    seen = set(Task.objects.visible_to(by).values_list("pk", flat=True))
    assert seen == {task.pk for task in Task.objects.all() if can_view(by, task)}
    if "confidentiel" not in roles:
        assert not Task.objects.visible_to(by).filter(request=secret).exists()
    assert not Task.objects.visible_to(by).filter(request=held).exists()


def test_nobody_else_sees_any():
    make_task()
    for stranger in (Actor.anonymous(), Actor.citizen(1), Actor.link_holder(1), actor(make_agent(None))):
        assert not Task.objects.visible_to(stranger).exists()


def test_a_confidential_call_back_without_request_needs_the_key():
    task = make_task("ccas", confidential=True)
    plain = make_agent("ccas")
    assert not Task.objects.visible_to(actor(plain)).exists()
    give(plain, "ccas", "confidentiel")
    assert Task.objects.visible_to(actor(plain)).get() == task
