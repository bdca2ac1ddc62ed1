"""A note that names somebody away is read by who replaces them."""

import datetime as dt

import pytest

from core import calendar
from organisation.operations import record_absence
from requests_app import operations
from requests_app.enums import Kind
from tests.builders import actor, make_agent, make_request

pytestmark = pytest.mark.django_db


def told(made) -> list[int]:
    return made.timeline.get(kind=Kind.NOTED).data["told"]


def away(user, today, replacement=None):
    record_absence(
        user.pk,
        from_on=today,
        to_on=today + dt.timedelta(days=3),
        replacement_id=replacement.pk if replacement else None,
        by=actor(user),
    )


@pytest.fixture
def scene(db):
    made = make_request()
    author, absent, other = (make_agent(first_name=name) for name in ("Claire", "Paul", "Nour"))
    return made, author, absent, other, calendar.today(made.commune)


def test_the_replacement_is_told_too(scene):
    made, author, absent, other, today = scene
    away(absent, today, other)
    operations.write_note(made.pk, text="Voir l’acte.", tell=[absent.pk], by=actor(author))
    assert told(made) == sorted([absent.pk, other.pk])


def test_the_author_who_replaces_is_not_told_of_their_own_note(scene):
    made, author, absent, _other, today = scene
    away(absent, today, author)
    operations.write_note(made.pk, text="Voir l’acte.", tell=[absent.pk], by=actor(author))
    assert told(made) == [absent.pk]


def test_a_replacement_who_may_not_see_the_request_is_told_nothing(scene):
    made, author, absent, other, today = scene
    away(absent, today, other)
    other.serviceuserobjectpermission_set.all().delete()
    operations.write_note(made.pk, text="Voir l’acte.", tell=[absent.pk], by=actor(author))
    assert told(made) == [absent.pk]


def test_nobody_replaces_who_is_present(scene):
    made, author, present, _other, _today = scene
    operations.write_note(made.pk, text="Voir l’acte.", tell=[present.pk], by=actor(author))
    assert told(made) == [present.pk]
