import datetime as dt

import pytest

from core import calendar
from core.actor import Actor
from core.errors import Refused
from messaging.models import Dispatch
from organisation.models import Closure, Service
from organisation.operations import end_absence, record_absence
from requests_app import operations, reading
from requests_app.models import ServiceRequest, Task
from requests_app.notifications import tell_that_nobody_is_there
from tests.builders import actor, make_agent, make_request, make_town, service
from tests.builders_calls import make_task

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def samira(db):
    return make_agent(first_name="Samira", last_name="Marchand")


@pytest.fixture
def paul(db):
    return make_agent(first_name="Paul", last_name="Lenoir")


def away(user, replacement=None, days=5):
    today = calendar.today(make_town())
    known = {"from_on": today, "to_on": today + days * DAY, "by": actor(user)}
    return record_absence(user.pk, replacement_id=replacement.pk if replacement else None, **known)


def give_to(user, by, made=None):
    made = made or make_request()
    return operations.assign(made.pk, to_user_id=user.pk, by=actor(by))


def last_line(made):
    return reading.story(ServiceRequest.objects.get(pk=made.pk), reading.AGENT)[-1].title


def test_what_is_given_to_an_absent_agent_goes_to_the_replacement(paul, samira):
    away(paul, samira)
    given = give_to(paul, samira)
    assert given.assigned_to == samira
    assert last_line(given) == "Affectée : Samira Marchand, à la place de Paul Lenoir, absent"


def test_a_chain_is_followed(paul, samira):
    third = make_agent(first_name="Yanis", last_name="Benali")
    away(paul, samira)
    away(samira, third)
    assert give_to(paul, third).assigned_to == third


def test_nobody_there_means_the_head_of_the_service(paul, samira):
    Service.objects.filter(code="etat-civil").update(head=samira)
    away(paul)
    assert give_to(paul, samira).assigned_to == samira


def test_head_absent_too_the_service_has_it_and_its_managers_are_told_once(paul, samira):
    boss = make_agent("etat-civil", "responsable", email="chef@admiville.example")
    Service.objects.filter(code="etat-civil").update(head=samira)
    away(paul)
    away(samira)
    made = give_to(paul, boss)
    assert made.assigned_to is None
    for _time in range(3):
        tell_that_nobody_is_there({"request_id": made.pk, "user_id": paul.pk})
    told = Dispatch.objects.get(template_code="personne-pour-une-demande")
    assert (told.to_address, told.variables["texte"]) == (boss.email, "Paul Lenoir")


def test_without_manager_the_mailbox_of_the_service_is_told(paul, samira):
    away(paul)
    made = give_to(paul, samira)
    tell_that_nobody_is_there({"request_id": made.pk, "user_id": paul.pk})
    told = Dispatch.objects.get(template_code="personne-pour-une-demande")
    assert told.to_address == "etat-civil@admiville.example"


def test_of_a_confidential_request_only_the_number_goes_and_only_to_who_sees_it(db):
    one = make_agent("ccas", "instructeur", "confidentiel", last_name="Lenoir")
    make_agent("ccas", "responsable", email="sans@admiville.example")
    sees = make_agent("ccas", "responsable", "confidentiel", email="avec@admiville.example")
    made = make_request("aide-ccas", answers={})
    assert made.confidential
    away(one)
    give_to(one, sees, made)
    tell_that_nobody_is_there({"request_id": made.pk, "user_id": one.pk})
    told = Dispatch.objects.get(template_code="personne-pour-une-demande")
    assert told.to_address == sees.email
    assert not (told.variables["demarche"] or told.variables["objet"] or told.variables["texte"])


def test_a_replacement_who_lost_the_right_to_see_is_passed_over(paul, samira):
    from organisation.operations import revoke_role

    head = make_agent(last_name="Responsable")
    Service.objects.filter(code="etat-civil").update(head=head)
    away(paul, samira)
    revoke_role(samira.pk, service("etat-civil").pk, "instructeur", Actor.system("test"))
    assert give_to(paul, head).assigned_to == head


def test_on_return_everything_is_where_it_was(paul, samira):
    before = give_to(paul, samira)
    absence = away(paul, samira)
    end_absence(absence.pk, by=actor(paul))
    before.refresh_from_db()
    assert before.assigned_to == paul
    assert give_to(paul, samira).assigned_to == paul


def test_tasks_too_go_to_who_is_there(paul, samira):
    away(paul, samira)
    task = make_task("etat-civil", owner_id=paul.pk, by=actor(samira))
    assert task.owner == samira
    other = make_task("etat-civil", by=actor(samira))
    assert operations.hand_over_task(other.pk, owner_id=paul.pk, by=actor(samira)).owner == samira


def test_a_task_nobody_may_take_is_the_service_s(paul, samira):
    away(paul)
    assert make_task("etat-civil", owner_id=paul.pk, by=actor(samira)).owner is None


# -- closures ---------------------------------------------------------------------------------------------------------

HOURS = [{"days": "Lundi au dimanche", "hours": "8 h 30 – 12 h"}]


def close_for(days, **where):
    commune = make_town()
    today = calendar.today(commune)
    Closure.objects.create(commune=commune, from_on=today, to_on=today + (days - 1) * DAY, label="Fêtes", **where)
    return today


def test_a_closure_moves_the_target_and_no_legal_clock(db):
    open_days = make_request("signalement-voirie")
    legal = make_request()
    close_for(400)
    late, same = make_request("signalement-voirie"), make_request()
    assert late.target_on > open_days.target_on
    for name in ("rejection_due", "acceptance_due", "ar_due_on", "received_on"):
        assert getattr(same, name) == getattr(legal, name)
        assert getattr(late, name) == getattr(open_days, name)
    assert same.legal_due or same.ar_due_on


def test_a_closure_of_another_service_moves_nothing(db):
    before = make_request("signalement-voirie").target_on
    close_for(60, service=service("ccas"))
    assert make_request("signalement-voirie").target_on == before


def test_a_call_back_falls_on_the_first_open_day(db):
    today = close_for(3)
    assert make_task().due_on == today + 3 * DAY


def test_a_promised_day_that_is_closed_is_refused_with_the_next_one(samira):
    today = close_for(3)
    with pytest.raises(Refused, match="fermé ce jour-là : choisissez"):
        make_task("etat-civil", by=actor(samira), due_on=today + DAY)
    assert not Task.objects.exists()


def test_a_promised_hour_is_one_when_somebody_answers(samira):
    Service.objects.filter(code="etat-civil").update(opening_hours=HOURS)
    # The first Monday from tomorrow that no public holiday closes.
    day = calendar.add_working_days(calendar.today(make_town()), 1, make_town())
    with pytest.raises(Refused, match="de 8 h 30 à 12 h"):
        make_task("etat-civil", by=actor(samira), due_on=day, due_time=dt.time(15))
    assert make_task("etat-civil", by=actor(samira), due_on=day, due_time=dt.time(9)).due_time == dt.time(9)


def test_a_fruitless_call_is_tried_again_on_an_open_day(samira):
    task = make_task("etat-civil")
    today = close_for(10)
    done = operations.record_attempt(task.pk, result="no_answer", by=actor(samira))
    assert done.due_on > today + 9 * DAY


def test_the_letters_announce_the_closure(db):
    from requests_app.acknowledging import service_mentions

    close_for(3)
    assert "fermé exceptionnellement" in service_mentions(service("etat-civil"))["hours"][-1]["days"]
