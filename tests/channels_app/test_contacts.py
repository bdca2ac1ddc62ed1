"""A call or a visit that opens no request: noted, seen by whom it concerns, forgotten in time."""

import datetime as dt

import pytest

from channels_app.models import Contact
from channels_app.privacy_calls import CONTACTS_KEPT
from channels_app.reading import last_contacts
from channels_app.tasks import purge_contacts
from core import calendar
from core.errors import Refused
from organisation.enums import Role
from tests.builders import SYSTEM, actor, make_agent, make_citizen, make_request
from tests.builders_calls import make_contact

pytestmark = pytest.mark.django_db
LONG_AGO = CONTACTS_KEPT + dt.timedelta(days=1)


def test_a_contact_says_its_subject():
    with pytest.raises(Refused, match="objet"):
        make_contact(subject=" \x00 ")


def test_the_last_contacts_of_a_person_come_newest_first():
    person, now = make_citizen(), calendar.now()
    for days in (3, 1, 2):
        made_at = now - dt.timedelta(days=days)
        make_contact(citizen_id=person.pk, subject=f"Il y a {days} jours", at=made_at)
    lines = last_contacts(person.pk, actor(make_agent("accueil", Role.COUNTER)), limit=2)
    assert [line.subject for line in lines] == ["Il y a 1 jours", "Il y a 2 jours"]


def test_a_confidential_contact_does_not_exist_without_the_right():
    person = make_citizen()
    make_contact("ccas", citizen_id=person.pk, subject="Aide alimentaire", confidential=True)
    desk = actor(make_agent("accueil", Role.COUNTER))
    assert not last_contacts(person.pk, desk)
    assert not Contact.objects.visible_to(desk).exists()
    social = actor(make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL))
    assert Contact.objects.visible_to(social).count() == 1


def test_three_times_the_purge_takes_what_no_request_holds_and_three_years_have_passed():
    made = make_request()
    old = {"at": calendar.now() - LONG_AGO}
    make_contact(**old)
    kept = [make_contact(), make_contact(made.service.code, request_id=made.pk, by=SYSTEM, **old)]
    assert [purge_contacts() for _time in range(3)] == [1, 0, 0]
    assert set(Contact.objects.all()) == set(kept)
