"""One cause, one envelope."""

import threading

import pytest
from django.db import connection, transaction

from core.errors import Refused
from messaging.enums import DispatchState
from messaging.models import Dispatch
from tests.messaging.envelopes import envelope, service, town

pytestmark = pytest.mark.django_db


def test_an_envelope_waits_to_be_prepared_with_frozen_variables():
    variables = {"numero": "1"}
    dispatch = envelope(variables=variables)
    variables["numero"] = "2"
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.PREPARING
    assert dispatch.variables == {"numero": "1"}
    assert dispatch.service_id_ref == service().pk


def test_the_same_cause_finds_the_same_envelope():
    assert envelope(to_address="autre@courriel.example").pk == envelope().pk
    assert Dispatch.objects.count() == 1


def test_the_message_id_is_written_once_and_bears_the_town_s_domain():
    first, second = envelope("a"), envelope("b")
    assert first.message_id.startswith(f"<{first.public_id}.")
    assert first.message_id.endswith("@admiville.example>")
    assert first.message_id != second.message_id


def test_without_an_address_nothing_is_posted():
    with pytest.raises(Refused, match="adresse"):
        envelope(to_address="  ")


def test_a_letter_goes_to_a_postal_address():
    assert envelope(channel="post", to_address="27 rue des Orfèvres\n99000 Admiville").channel == "post"


@pytest.mark.django_db(transaction=True)
def test_two_workers_posting_the_same_cause_at_once_get_one_envelope():
    town_id = town().pk
    service()
    seen: list[int] = []
    ready = threading.Event()

    def other() -> None:
        try:
            ready.wait(5)
            # The first row is not committed yet: only the unique key can tell, and it waits.
            seen.append(envelope("race", commune_id=town_id).pk)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    with transaction.atomic():
        mine = envelope("race", commune_id=town_id)
        ready.set()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(5)
    assert seen == [mine.pk]
    assert Dispatch.objects.count() == 1
