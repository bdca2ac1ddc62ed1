import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from organisation import presence
from organisation.models import Closure, Place
from tests.organisation.builders import make_commune, make_service

pytestmark = pytest.mark.django_db
HOURS = [{"days": "Lundi au vendredi", "hours": "8 h 30 – 12 h et 13 h 30 – 17 h 30"}]
PARIS = ZoneInfo("Europe/Paris")
# A Wednesday; Christmas is the Friday.
EVE = dt.date(2026, 12, 23)


def at(day, hour, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), PARIS)


def close(first, last, **where):
    return Closure.objects.create(commune=make_commune(), from_on=first, to_on=last, label="Fêtes", **where)


@pytest.fixture
def service(db):
    return make_service(opening_hours=HOURS)


@pytest.fixture
def christmas(db):
    return close(dt.date(2026, 12, 24), dt.date(2027, 1, 3))


def test_a_closure_shuts_every_door_for_its_days_only(service, christmas):
    assert presence.is_open(service, at(EVE, 9))
    assert not presence.is_open(service, at(EVE, 12, 30))
    assert not presence.is_open(service, at(dt.date(2026, 12, 24), 9))
    assert presence.is_open(service, at(dt.date(2027, 1, 4), 9))


def test_the_sentence_says_when_it_opens_again(service, christmas):
    closed = presence.opening_sentence(service, at(dt.date(2026, 12, 28), 10))
    assert closed == "Fermé exceptionnellement jusqu’au lundi 4 janvier à 8 h 30"
    assert presence.opening_sentence(service, at(EVE, 10)) == "Ouvert aujourd’hui jusqu’à 12 h"
    assert presence.opening_sentence(service, at(EVE, 18)) == "Fermé. Ouvre lundi 4 janvier à 8 h 30"


def test_the_next_opening_is_not_a_public_holiday(service):
    assert presence.opening_sentence(service, at(dt.date(2026, 12, 24), 18)) == "Fermé. Ouvre lundi à 8 h 30"


def test_without_known_hours_a_closure_is_still_said(christmas):
    service = make_service("ccas")
    said = presence.opening_sentence(service, at(dt.date(2026, 12, 28), 10))
    assert said == "Fermé exceptionnellement jusqu’au lundi 4 janvier"
    assert presence.opening_sentence(service, at(EVE, 10)) == ""


def test_a_closure_concerns_its_place_its_service_or_the_town(service):
    other, day = make_service("ccas"), dt.date(2026, 12, 28)
    here = Place.objects.create(commune=service.commune, name="Annexe", service=service)
    there = Place.objects.create(commune=service.commune, name="Mairie", service=other)
    close(day, day, place=there)
    assert [presence.closed_on(one)(day) for one in (service, other, here, there)] == [False, False, False, True]
    close(day, day, service=service)
    assert [presence.closed_on(one)(day) for one in (service, other, here, there)] == [True, False, True, True]
    close(day, day)
    assert presence.closed_on(other)(day)
    assert presence.closed_on(service.commune)(day)


def test_working_days_skip_the_closure(service, christmas):
    assert presence.working_days(service, EVE, 1) == dt.date(2027, 1, 4)
    assert presence.working_days(service, dt.date(2026, 12, 21), 3) == dt.date(2027, 1, 4)


def test_a_promised_moment_falls_when_somebody_answers(service, christmas):
    moment = presence.next_open(service, dt.date(2026, 12, 24), dt.time(15))
    assert (moment.day, moment.time) == (dt.date(2027, 1, 4), dt.time(8, 30))
    assert presence.next_open(service, EVE, dt.time(12, 30)).time == dt.time(13, 30)
    assert presence.next_open(service, EVE, dt.time(15)).time == dt.time(15)
    assert presence.from_now(service, at(EVE, 18)) == dt.date(2027, 1, 4)
    assert presence.from_now(service, at(EVE, 13)) == EVE


def test_letters_say_a_closure_of_the_next_fifteen_days(service, christmas):
    early, soon = presence.hours_for_letters(service, dt.date(2026, 12, 8)), presence.hours_for_letters(service, EVE)
    assert early == HOURS
    assert soon[1]["days"] == "fermé exceptionnellement du jeudi 24 décembre au dimanche 3 janvier inclus (Fêtes)"


def test_the_places_of_a_page_cost_one_query(service, christmas, client, django_assert_max_num_queries):
    from organisation.access import AccessMiddleware

    places = [Place.objects.create(commune=service.commune, name=f"Lieu {rank}") for rank in range(8)]
    asked = AccessMiddleware(lambda request: [presence.opening_sentence(place) for place in places])
    with django_assert_max_num_queries(1):
        asked(None)
