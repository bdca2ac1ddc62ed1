"""A returned letter leaves again to a corrected address, once, and what happened to the first one stays written."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core import calendar
from core.errors import Forbidden, IllegalMove, Refused
from messaging import operations
from messaging.enums import DispatchState
from messaging.models import Dispatch
from tests import builders
from tests.builders import SYSTEM
from tests.mailroom import letter

pytestmark = pytest.mark.django_db
NEW = "Josette Ferrand\n8 rue Haute\n99000 Admiville"


@pytest.fixture
def returned() -> Dispatch:
    sent = letter()
    day = calendar.today(sent.commune)
    operations.mark_posted([sent.pk], posted_on=day, by=SYSTEM)
    return operations.mark_returned(sent.pk, "unknown", by=SYSTEM)


def test_it_leaves_in_an_envelope_of_its_own_and_the_first_keeps_its_traces(returned):
    again = {operations.send_again(returned.pk, NEW, by=SYSTEM).pk for _time in range(3)}
    assert len(again) == 1
    made = operations.prepare(again.pop())
    assert (made.to_address, made.state, made.returned_on) == (NEW, DispatchState.HELD, None)
    assert (made.subject_ref, made.template_code) == (returned.subject_ref, returned.template_code)
    before = Dispatch.objects.get(pk=returned.pk)
    assert before.returned_on == returned.returned_on
    assert before.to_address == returned.to_address
    assert before.key != made.key


def test_the_window_shows_the_corrected_address(returned):
    returned.variables = {**returned.variables, "mentions": {"person": {"name": "J", "address_lines": ["ici"]}}}
    returned.save(update_fields=["variables"])
    made = operations.send_again(returned.pk, NEW, by=SYSTEM)
    assert made.variables["mentions"]["person"] == {"name": "J", "address_lines": NEW.splitlines()}


@pytest.mark.parametrize("typed", ["", " \n ", "\x00", "a\n" * 7, "a" * 500])
def test_an_address_that_is_none_is_told(returned, typed):
    with pytest.raises(Refused):
        operations.send_again(returned.pk, typed, by=SYSTEM)
    assert Dispatch.objects.count() == 1


def test_the_address_it_came_back_from_is_refused(returned):
    with pytest.raises(Refused, match="corrigez-la"):
        operations.send_again(returned.pk, f"  {returned.to_address}  ", by=SYSTEM)


def test_what_did_not_come_back_is_not_sent_again():
    with pytest.raises(IllegalMove):
        operations.send_again(letter().pk, NEW, by=SYSTEM)


def test_another_service_neither_sends_nor_learns(returned):
    with pytest.raises(Forbidden):
        operations.send_again(returned.pk, NEW, by=builders.actor(builders.make_agent("voirie")))


def test_one_action_on_the_page_of_letters(returned, client):
    client.force_login(builders.make_agent("etat-civil"))
    page, act = reverse("back_office:post_out"), reverse("back_office:post_out_send_again")
    assert "Renvoyer à une autre adresse" in client.get(page).content.decode()
    said = client.post(act, {"lettre": str(returned.public_id), "adresse": NEW}, follow=True).content.decode()
    assert "nouvelle adresse" in said
    assert "Renvoyée à une autre adresse" in said
    assert Dispatch.objects.filter(to_address=NEW).exists()
    assert client.post(act, {"lettre": "zut", "adresse": NEW}).status_code == 404
