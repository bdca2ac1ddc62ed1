"""The database refuses nonsense, whatever the code above does."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from core.privacy import undeclared
from requests_app.enums import Phase
from requests_app.models import Acknowledgement, Decision, ServiceRequest
from tests.builders import make_agent, make_request

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 14)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"phase": Phase.CLOSED},
        {"closed_on": DAY},
        {"phase": Phase.DECIDED},
        {"acceptance_due": DAY},
        {"silence": "none"},
        {"ar_due_on": None},
        {"lat": 46.6},
    ],
    ids=str,
)
def test_a_request_cannot_contradict_itself(nonsense):
    made = make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRequest.objects.filter(pk=made.pk).update(**nonsense)


def test_a_refusal_without_grounds_does_not_enter_the_database():
    agent = make_agent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            request=make_request(), number="D-1", outcome="refused", text="Non.", author=agent, decided_on=DAY,
            decided_at=dt.datetime(2026, 11, 14, tzinfo=dt.UTC), grounds_law="Un texte", grounds_fact="",
        )  # fmt: skip


def test_a_request_has_one_acknowledgement_of_each_kind():
    made = make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(
            request=made, kind="AEE", issued_at=made.received_at, channel="web", content_sha256="0" * 64
        )


def test_every_stored_field_is_declared_personal_or_not():
    assert undeclared({"requests_app"}) == []


def test_a_row_shows_its_number_and_no_name():
    made = make_request()
    assert str(made) == made.number
    for row in (*made.timeline.all(), *made.acknowledgements.all()):
        assert "Benhaddou" not in str(row)
