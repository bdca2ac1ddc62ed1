"""Mails of one request hang together in the reader's program, and their answers come back signed."""

import pytest

from messaging import threading
from messaging.enums import ReplyKind
from messaging.models import Dispatch
from messaging.rendering import html_of
from messaging.tasks import send_dispatches
from messaging.threading import ReplyToken, read_message_id, read_message_ids, read_reply_token
from tests.messaging.envelopes import PostOffice, envelope, open_office, prepared

pytestmark = pytest.mark.django_db

CITIZEN = "<abc.123@courriel.example>"


@pytest.fixture
def subaddressed(monkeypatch):
    monkeypatch.setattr(threading, "_supports", [lambda address: address == "etat-civil@admiville.example"])


def test_the_first_mail_answers_the_citizen_s_and_the_next_ones_hang_below():
    first = envelope("a", in_reply_to=CITIZEN)
    assert (first.in_reply_to, first.references) == (CITIZEN, [CITIZEN])
    second = envelope("b")
    assert (second.in_reply_to, second.references) == (first.message_id, [CITIZEN, first.message_id])
    third = envelope("c", in_reply_to="<autre@courriel.example>")
    assert third.references == [CITIZEN, first.message_id, second.message_id, "<autre@courriel.example>"]
    assert third.in_reply_to == "<autre@courriel.example>"


def test_other_addresses_other_requests_and_agents_have_their_own_thread():
    envelope("a")
    assert envelope("b", to_address="autre@courriel.example").references == []
    assert envelope("c", subject_ref=2).references == []
    assert envelope("d", reply_kind=ReplyKind.INTERNAL, reply_agent_ref=7).references == []


@pytest.mark.parametrize("given", ["", "abc", "<a b@c.example>", "<a@b.example>\r\nBcc: c@d.example", f"<{'a' * 400}>"])
def test_a_message_id_that_would_break_a_header_is_left_out(given):
    assert envelope(in_reply_to=given).references == []


def test_what_leaves_bears_its_thread_its_signed_address_and_our_mark(settings, subaddressed):
    dispatch = prepared(in_reply_to=CITIZEN)
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    (message,) = office.received
    assert message["In-Reply-To"].strip() == message["References"].strip() == CITIZEN
    assert read_reply_token(message["Reply-To"]) == ReplyToken(ReplyKind.PUBLIC, 1)
    assert read_message_id(message["X-GRC-Envoi"]) == dispatch.public_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"


def test_a_program_s_long_folded_references_are_read_back(settings):
    for key in "abc":
        prepared(key, in_reply_to=CITIZEN)
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    posted = list(Dispatch.objects.order_by("pk").values_list("public_id", flat=True))
    assert read_message_ids(str(office.received[2]["References"]).split()) == posted[:2]


def test_a_mailbox_that_takes_no_sub_address_gives_none(settings):
    assert envelope().reply_to == ""


def test_the_notice_of_a_note_comes_back_as_a_note_of_that_agent(subaddressed):
    dispatch = envelope(kind="notice", reply_kind=ReplyKind.INTERNAL, reply_agent_ref=7)
    assert read_reply_token(dispatch.reply_to) == ReplyToken(ReplyKind.INTERNAL, 1, 7)
    assert (dispatch.reply_kind, dispatch.reply_agent_ref) == ("internal", 7)


def test_an_answer_to_a_notice_to_a_service_never_goes_to_the_person(subaddressed):
    dispatch = envelope(kind="service_notice", template="avis-au-service")
    assert dispatch.reply_kind == ReplyKind.INTERNAL
    assert read_reply_token(dispatch.reply_to) == ReplyToken(ReplyKind.INTERNAL, 1)


def test_a_letter_has_no_thread():
    dispatch = envelope(channel="post", to_address="27 rue des Orfèvres\n99000 Admiville", in_reply_to=CITIZEN)
    assert (dispatch.reply_to, dispatch.in_reply_to, dispatch.references) == ("", "", [])


def test_the_html_calls_nothing_from_afar(settings):
    dispatch = prepared()
    for sign in ("src=", "@import", "url(", "<link", "<script", "http://", "background="):
        assert sign not in html_of(dispatch)
