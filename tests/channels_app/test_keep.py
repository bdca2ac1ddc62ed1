"""A mail is kept whole, once a mailbox, whoever else keeps it at this instant."""

import contextlib
import datetime as dt
import sys
import threading

import pytest
from django.db import connection

from channels_app.models import InboundEmail
from channels_app.operations import keep as keep_operation
from core.models import OutboxEvent
from files.models import StoredFile
from files.reading import open_file
from tests.channels_app.letters import BY, mail, mailbox
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def keep(raw: bytes, box=None, **known) -> InboundEmail:
    return keep_operation(raw, mailbox_id=(box or mailbox()).pk, by=BY, **known)


def test_the_bytes_are_kept_as_they_came():
    raw = mail() + b"\x00\xff\x80 et la suite"
    kept = keep(raw)
    assert open_file(kept.raw_id, by=BY).content == raw
    assert (kept.state, kept.size, kept.is_copy) == ("kept", len(raw), False)
    assert kept.sender == "malika.benhaddou@courriel.example"


def test_the_fact_says_that_it_is_kept():
    kept = keep(mail())
    assert OutboxEvent.objects.get(name="email.kept").payload == {"inbound_id": kept.pk}


def test_the_day_of_receipt_is_that_of_our_server_in_the_zone_of_the_town():
    just_after_midnight_in_paris = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)
    assert keep(mail(), received_at=just_after_midnight_in_paris).received_on == dt.date(2026, 11, 20)


def test_a_server_whose_clock_is_fast_does_not_date_in_the_future():
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    kept = keep(mail(), received_at=tomorrow)
    assert kept.received_at < tomorrow


def test_the_same_mail_again_is_the_same_row():
    raw = mail()
    first, second = keep(raw), keep(b"Received: from relais by mairie; Fri, 20 Nov 2026 09:31:00 +0000\r\n" + raw)
    assert (first.pk, second.is_copy) == (second.pk, True)
    assert InboundEmail.objects.get().copies == 1
    assert StoredFile.objects.count() == 1


def test_line_ends_of_the_pipe_and_of_imap_are_the_same_mail():
    raw = mail("Bonjour,\nune ligne.\nUne autre.\n")
    assert keep(raw).pk == keep(raw.replace(b"\n", b"\r\n")).pk


def test_two_mailboxes_of_the_town_are_two():
    raw = mail()
    keep(raw)
    assert not keep(raw, mailbox("etat-civil@admiville.example", "etat-civil")).is_copy
    assert InboundEmail.objects.count() == 2


def test_the_same_message_id_with_other_content_is_another_mail_and_is_flagged():
    keep(mail("Page 1", Message_ID="<scan@copieur.example>"))
    second = keep(mail("Page 2", Message_ID="<scan@copieur.example>"))
    assert (second.is_copy, second.reused_message_id) == (False, True)


def test_without_message_id_the_content_alone_says_it():
    assert keep(mail(Message_ID="")).pk == keep(mail(Message_ID="")).pk
    assert not keep(mail("Autre chose", Message_ID="")).is_copy


@pytest.mark.parametrize("raw", [b"", b"\x00" * 50, b"\xff\xfe\x00bonjour", b"From: \n\n"])
def test_what_is_no_mail_is_kept_too(raw):
    kept = keep(raw)
    assert kept.size == len(raw)
    assert keep(raw).pk == kept.pk


def test_a_mail_that_took_workers_down_is_kept_without_being_read(monkeypatch):
    def explodes(_raw):
        raise AssertionError("read again")

    monkeypatch.setattr("channels_app.email.fingerprints.parse", explodes)
    kept = keep_operation(mail(), mailbox_id=mailbox().pk, by=BY, unread=True)
    assert (kept.sender, kept.state) == ("", "kept")


@contextlib.contextmanager
def without_the_constraint():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE channels_app_inboundemail DROP CONSTRAINT inbound_email_once_a_mailbox")
    yield
    InboundEmail.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE channels_app_inboundemail ADD CONSTRAINT inbound_email_once_a_mailbox "
            "UNIQUE NULLS NOT DISTINCT (commune_id, mailbox_id, dedupe_key)"
        )


@pytest.mark.django_db(transaction=True)
def test_ten_deliveries_at_once_make_one_row_and_without_the_constraint_many(monkeypatch):
    raw, box, here = mail(), mailbox(), sys.modules["channels_app.operations.keep"]
    really = here._known
    looks = threading.local()

    def blind_at_first(*sought):
        looks.count = getattr(looks, "count", 0) + 1
        return None if looks.count == 1 else really(*sought)

    monkeypatch.setattr(here, "_known", blind_at_first)
    with without_the_constraint():
        at_once(*[lambda: keep_operation(raw, mailbox_id=box.pk, by=BY)] * 10)
        assert InboundEmail.objects.count() == 10, "the race must be seen once to be believed"
    kept = at_once(*[lambda: keep_operation(raw, mailbox_id=box.pk, by=BY)] * 10)
    assert {one.pk for one in kept} == {InboundEmail.objects.get().pk}
    assert sorted(one.is_copy for one in kept) == [False] + [True] * 9
