"""A form of the continuity pack is typed at the desk; arrival numbers follow one another whoever asks for them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from channels_app.models import FormPack, PostalCounter, PostalItem, ReservedCode
from channels_app.operations import postal
from channels_app.operations.postal import numbers
from channels_app.operations.postal.join_by_code import join_by_code
from channels_app.post.enums import ItemState
from core import calendar
from tests.builders import actor, make_request, make_town, service
from tests.channels_app.post.post_room import mail_agent

CODE = "0123456789ABCDEFGHJKMNPQRS"
MANY, HANDS = 24, 6


def reserved(procedure: str = "acte-etat-civil") -> ReservedCode:
    made = make_request(procedure)
    now = calendar.now()
    pack = FormPack.objects.create(commune=made.commune, made_by=mail_agent(), made_at=now)
    version = made.procedure_version
    return ReservedCode.objects.create(code=CODE, pack=pack, procedure_version=version, reserved_at=now)


def bearing(code: str) -> PostalItem:
    known = {"commune": make_town(), "service": service("accueil"), "received_on": "2026-11-18"}
    return PostalItem.objects.create(deposit_code=code, **known)


@pytest.mark.django_db
def test_a_form_printed_in_advance_becomes_a_form_to_enter():
    kept = reserved()
    item = join_by_code(bearing(kept.code).pk)
    assert item.state == ItemState.RESERVED
    assert item.get_state_display() == "Formulaire à saisir"
    assert kept.procedure_version.procedure.title in item.reason
    assert item.proposed_procedure == kept.procedure_version.procedure
    assert (item.request, item.arrival_number) == (None, "")


@pytest.mark.django_db
def test_once_entered_its_code_is_that_of_its_request():
    kept, made = reserved(), make_request()
    ReservedCode.objects.filter(pk=kept.pk).update(used_by=made, used_at=calendar.now())
    item = join_by_code(bearing(kept.code).pk)
    assert (item.state, item.request) == (ItemState.JOINED, made)


def _race(by) -> list[str]:
    def one(rank: int) -> str:
        try:
            return postal.register_postal_item(by=by, sender=f"Expéditeur {rank}", subject="Facture").arrival_number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        return sorted(hands.map(one, range(MANY)))


@pytest.mark.django_db(transaction=True)
def test_hands_that_register_together_leave_neither_gap_nor_double():
    by = actor(mail_agent())
    found = _race(by)
    assert [int(number[-6:]) for number in found] == list(range(1, MANY + 1))
    assert PostalCounter.objects.get().last == MANY


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_hands_do_collide(monkeypatch):
    """The race exists: it is the lock that ends it, and the unique constraint that would stop a double."""

    def unlocked(commune_id: int, today) -> str:
        PostalCounter.objects.get_or_create(commune_id=commune_id, year=today.year)
        last = PostalCounter.objects.get(commune_id=commune_id, year=today.year).last
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.02)")
        PostalCounter.objects.filter(commune_id=commune_id, year=today.year).update(last=last + 1)
        return f"A-{today.year}-{last + 1:06d}"

    monkeypatch.setattr(numbers, "_next", unlocked)
    by = actor(mail_agent())
    with pytest.raises(Exception, match="postal_item_number_once"):
        _race(by)
