import datetime as dt

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from citizens.models import AddressKeeper
from citizens.operations import protect_address
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused
from organisation.access import access_of
from organisation.models import Absence, Service
from organisation.operations import record_absence
from requests_app import operations, reading
from requests_app.enums import Phase
from requests_app.models import Draft, ServiceRequest, Task
from requests_app.operations import Shares, close_account
from tests.builders import actor, bring_to, make_agent, make_citizen, make_draft, make_request, make_town
from tests.builders_calls import make_task

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# Every foreign key to an account is one or the other: a new one has to choose.
IN_HAND = {
    "requests_app.ServiceRequest.assigned_to",
    "requests_app.Task.owner",
    "organisation.Service.head",
    "organisation.Absence.user",
    "organisation.Absence.replacement",
    "organisation.ServiceUserObjectPermission.user",
    "citizens.AddressKeeper.user",
    "otp_totp.TOTPDevice.user",
}
# Who did what stays true after they left.
HISTORY = {
    "admin.LogEntry.user",
    "auditlog.LogEntry.actor",
    "guardian.UserObjectPermission.user",
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    "organisation.DataSector.approved_by",
    "organisation.Absence.created_by",
    "citizens.PersonMerge.merged_by",
    "citizens.PersonMerge.undone_by",
    "citizens.Mandate.entered_by",
    "citizens.PersonAlert.author",
    "citizens.PersonAlert.ended_by",
    "requests_app.Task.created_by",
    "requests_app.Decision.author",
    "requests_app.Note.author",
    "requests_app.IdentityCheck.agent",
    "channels_app.Contact.agent",
    "channels_app.PhoneCall.agent",
    "channels_app.ScanBatch.taken_by",
    "channels_app.PostalItem.registered_by",
    "channels_app.FormPack.made_by",
}
TIES = {"RequestLink", "RequestSplit", "RequestMerge", "SharedFile", "Transmission"}


@pytest.fixture
def admin(db):
    return make_agent(None, is_staff=True, is_superuser=True, email="admin@admiville.example")


@pytest.fixture
def paul(db):
    return make_agent(first_name="Paul", last_name="Lenoir", email="paul@admiville.example")


@pytest.fixture
def samira(db):
    return make_agent(first_name="Samira", last_name="Marchand", email="samira@admiville.example")


def close(user, by, successor=None, **shares):
    known = {"successor_id": successor.pk if successor else None, "by": actor(by)}
    return close_account(user.pk, shares=Shares(**shares) if shares else None, **known)


def held_by(user):
    made = make_request()
    return operations.assign(made.pk, to_user_id=user.pk, by=actor(user))


def test_every_key_to_an_account_is_work_in_hand_or_history():
    keys = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.many_to_one and field.concrete and field.related_model is User
    }
    unknown = {one for one in keys - IN_HAND - HISTORY if one.split(".")[1] not in TIES}
    assert not unknown, f"Work in hand (close_account hands it over) or history? {sorted(unknown)}"
    assert keys >= IN_HAND


def test_nothing_is_orphaned(paul, samira, admin):
    today = calendar.today(make_town())
    request, task = held_by(paul), make_task("etat-civil", owner_id=paul.pk, by=actor(paul))
    Service.objects.filter(code="etat-civil").update(head=paul)
    third = make_agent()
    days = {"from_on": today, "to_on": today + DAY}
    record_absence(third.pk, replacement_id=paul.pk, by=actor(third), **days)
    record_absence(paul.pk, by=actor(paul), from_on=today + 5 * DAY, to_on=today + 6 * DAY)
    citizen = make_citizen()
    protect_address(citizen.pk, keepers=[paul.pk], by=actor(paul))
    Draft.objects.filter(pk=make_draft().pk).update(entered_by=str(paul.pk))
    close(paul, admin, samira)
    request.refresh_from_db()
    task.refresh_from_db()
    assert (request.assigned_to, task.owner) == (samira, samira)
    assert Service.objects.get(code="etat-civil").head == samira
    assert Absence.objects.get().replacement == samira
    assert AddressKeeper.objects.get().user == samira
    assert Draft.objects.get().entered_by == str(samira.pk)
    for name in IN_HAND:
        label, _dot, field = name.rpartition(".")
        left = apps.get_model(label)._default_manager.filter(**{field: paul})
        assert not left.exists(), name


def test_to_the_service_leaves_it_unassigned_and_the_story_says_so(paul, admin):
    request, task = held_by(paul), make_task("etat-civil", owner_id=paul.pk, by=actor(paul))
    close(paul, admin)
    request.refresh_from_db()
    task.refresh_from_db()
    assert (request.assigned_to, task.owner, request.phase) == (None, None, Phase.RECEIVED)
    said = reading.story(ServiceRequest.objects.get(pk=request.pk), reading.AGENT)[-1].title
    assert said == "Affectée : rendue au service, travail remis par Paul Lenoir"


def test_each_thing_may_go_to_somebody_else(paul, samira, admin):
    other = make_agent()
    one, two, task = held_by(paul), held_by(paul), make_task("etat-civil", owner_id=paul.pk, by=actor(paul))
    close(paul, admin, samira, requests={one.pk: other.pk, two.pk: None}, tasks={task.pk: other.pk})
    assert ServiceRequest.objects.get(pk=one.pk).assigned_to == other
    assert ServiceRequest.objects.get(pk=two.pk).assigned_to is None
    assert Task.objects.get(pk=task.pk).owner == other


def test_a_successor_never_gets_what_they_may_not_see(admin):
    leaver = make_agent("ccas", "instructeur", "confidentiel")
    plain = make_agent("ccas")
    made = make_request("aide-ccas", answers={})
    operations.take(made.pk, by=actor(leaver))
    close(leaver, admin, plain)
    made.refresh_from_db()
    assert made.assigned_to is None


def test_an_absent_successor_is_replaced(paul, samira, admin):
    third, request = make_agent(), held_by(paul)
    today = calendar.today(make_town())
    record_absence(samira.pk, replacement_id=third.pk, from_on=today, to_on=today, by=actor(samira))
    close(paul, admin, samira)
    request.refresh_from_db()
    assert request.assigned_to == third


def test_sessions_end_at_once_and_the_password_is_gone(paul, admin):
    client = Client()
    client.force_login(paul, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/agents/").status_code == 200
    close(paul, admin)
    assert client.get("/agents/").status_code == 302
    paul.refresh_from_db()
    assert not (paul.is_active or paul.has_usable_password() or access_of(actor(paul)).roles)


def test_twice_is_once(paul, samira, admin):
    request = held_by(paul)
    for _time in range(3):
        close(paul, admin, samira)
    request.refresh_from_db()
    handed = [one for one in request.timeline.all() if one.data.get("handed_from")]
    assert (len(handed), request.assigned_to) == (1, samira)


def test_the_last_administrator_cannot_be_closed(admin):
    by = Actor.system("test")
    with pytest.raises(Refused, match="dernier administrateur"):
        close_account(admin.pk, by=by)
    admin.refresh_from_db()
    assert admin.is_active
    make_agent(None, is_staff=True)
    assert not close_account(admin.pk, by=by).is_active


def test_who_may_close(paul, samira, admin):
    boss, other_boss = make_agent("etat-civil", "responsable"), make_agent("voirie", "responsable")
    for by in (samira, other_boss, paul):
        with pytest.raises(Forbidden):
            close(paul, by)
    with pytest.raises(Forbidden, match="son propre compte"):
        close(admin, admin)
    with pytest.raises(Forbidden):
        close(admin, boss)
    assert not close(paul, boss).is_active


def test_a_successor_is_somebody_else_in_service(paul, admin):
    gone = make_agent(is_active=False)
    for successor in (gone, paul):
        with pytest.raises(Refused, match="Choisissez un autre agent"):
            close(paul, admin, successor)
    paul.refresh_from_db()
    assert paul.is_active


def test_the_only_keeper_of_a_protected_address_needs_a_successor(paul, admin):
    protect_address(make_citizen().pk, keepers=[paul.pk], by=actor(paul))
    with pytest.raises(Refused, match="adresse protégée"):
        close(paul, admin)
    paul.refresh_from_db()
    assert paul.is_active


def test_what_is_reopened_later_does_not_go_back_to_who_left(paul, samira, admin):
    request = bring_to(held_by(paul), Phase.CLOSED, paul)
    close(paul, admin, samira)
    request.refresh_from_db()
    assert request.assigned_to == paul  # who handled it stays said
    assert operations.reopen(request.pk, reason="Un oubli", by=actor(samira)).assigned_to is None


def test_a_confidential_draft_goes_to_nobody_without_the_right(admin, samira):
    leaver, sees = make_agent("ccas", "instructeur", "confidentiel"), make_agent("ccas", "instructeur", "confidentiel")
    Draft.objects.filter(pk=make_draft("aide-ccas", {}).pk).update(entered_by=str(leaver.pk))
    close(leaver, admin, samira)
    assert Draft.objects.get().entered_by == ""
    Draft.objects.update(entered_by=str(leaver.pk))
    close(leaver, admin, sees)
    assert Draft.objects.get().entered_by == str(sees.pk)
