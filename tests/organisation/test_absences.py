import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused
from organisation.models import Absence
from organisation.operations import end_absence, record_absence
from organisation.rules.replacing import Away, makes_a_ring, stand_in, stood_for
from tests.organisation.builders import give, make_agent, make_commune, make_service

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def away(*pairs):
    return {who: Away(who, f"Agent {who}", dt.date(2026, 12, 24), instead) for who, instead in pairs}


@pytest.fixture
def today(db):
    return calendar.today(make_commune())


@pytest.fixture
def service(db):
    return make_service()


@pytest.fixture
def paul(service):
    return colleague("paul", service)


@pytest.fixture
def anne(service):
    return colleague("anne", service)


def colleague(name, service, *roles):
    user = make_agent(f"{name}@admiville.example", first_name=name.title())
    give(user, service, *(roles or ("instructeur",)))
    return user


def record(user, today, replacement=None, days=(0, 5), by=None):
    return record_absence(
        user.pk,
        from_on=today + days[0] * DAY,
        to_on=today + days[1] * DAY,
        replacement_id=replacement.pk if replacement else None,
        by=Actor.agent((by or user).pk),
    )


def test_chains_are_followed_and_rings_lead_to_nobody():
    assert stand_in(1, away((1, 2), (2, 3))) == 3
    assert stand_in(1, away((1, 2), (2, 1))) is None
    assert stand_in(1, away((1, None))) is None
    assert stand_in(7, away((1, 2))) == 7
    assert stand_in(1, away((1, 2)), lambda user: user != 2) is None
    assert set(stood_for(3, away((1, 2), (2, 3), (4, None)))) == {1, 2}
    assert makes_a_ring(1, 2, {2: 3, 3: 1})
    assert not makes_a_ring(1, 2, {2: 3, 3: 2})


def test_an_agent_notes_their_own_absence_with_a_colleague(paul, anne, today):
    noted = record(paul, today, anne)
    assert (noted.user, noted.replacement, noted.created_by) == (paul, anne, paul)


def test_a_manager_and_an_administrator_note_it_a_colleague_does_not(paul, anne, service, today):
    boss = colleague("chef", service, "responsable")
    record(paul, today, anne, by=boss)
    with pytest.raises(Forbidden, match="par son responsable"):
        record(paul, today, days=(10, 12), by=anne)
    record(paul, today, days=(10, 12), by=make_agent("admin@admiville.example", is_staff=True))


def test_overlapping_days_are_refused_in_words(paul, today):
    record(paul, today)
    with pytest.raises(Refused, match="Une absence est déjà notée du"):
        record(paul, today, days=(5, 8))
    record(paul, today, days=(6, 8))


def test_the_database_refuses_an_overlap_too(paul, today):
    known = {"commune": paul.commune, "user": paul, "from_on": today}
    Absence.objects.create(to_on=today + DAY, **known)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(to_on=today, **known)


@pytest.mark.parametrize(("days", "said"), [((3, 1), "avant le premier"), ((-5, -2), "passés"), ((0, 800), "deux ans")])
def test_impossible_days_are_refused(paul, today, days, said):
    with pytest.raises(Refused, match=said):
        record(paul, today, days=days)


def test_a_replacement_has_the_same_rights(paul, service, today):
    give(paul, service, "confidentiel")
    desk = colleague("accueil", service, "accueil", "confidentiel")
    for other in (colleague("ouvert", service), desk, colleague("loin", make_service("ccas")), paul):
        with pytest.raises(Refused):
            record(paul, today, other)
    record(paul, today, colleague("bon", service, "responsable", "confidentiel"))


def test_a_ring_is_refused(paul, anne, service, today):
    third = colleague("tiers", service)
    record(anne, today, paul)
    record(third, today, anne)
    with pytest.raises(Refused, match="personne ne serait là"):
        record(paul, today, third)
    record(paul, today, third, days=(20, 22))


def test_coming_back_early_ends_it_yesterday_or_takes_it_away(paul, anne, today):
    running, coming = record(paul, today, days=(-2, 3)), record(paul, today, days=(10, 12))
    by = Actor.agent(paul.pk)
    assert end_absence(running.pk, by=by).to_on == today - DAY
    assert end_absence(running.pk, by=by).to_on == today - DAY
    assert end_absence(coming.pk, by=by) is None
    assert not Absence.objects.filter(pk=coming.pk).exists()
    with pytest.raises(Forbidden):
        end_absence(running.pk, by=Actor.agent(anne.pk))


@pytest.mark.django_db(transaction=True)
def test_two_who_name_each_other_at_once_make_no_ring(today, paul, anne):
    said = []

    def one(user, other):
        try:
            record(user, today, other)
        except Refused as refusal:
            said.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=pair) for pair in ((paul, anne), (anne, paul))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Absence.objects.count() == 1
    assert len(said) == 1
