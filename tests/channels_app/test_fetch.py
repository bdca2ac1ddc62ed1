"""Mailboxes read over IMAP from a real Dovecot: nothing lost, nothing twice, whatever the line does."""

import datetime as dt

import pytest

from channels_app.models import InboundEmail, Mailbox
from channels_app.operations import fetch_mailbox
from files.reading import open_file
from tests.channels_app import dovecot
from tests.channels_app.letters import BY, mail
from tests.channels_app.proxy import through

pytestmark = pytest.mark.django_db


def change(box: Mailbox, **fields) -> Mailbox:
    Mailbox.objects.filter(pk=box.pk).update(**fields)
    box.refresh_from_db()
    return box


def test_what_arrived_is_kept_byte_for_byte_and_marked_read(box, imap_server):
    raw = mail("Bonjour", attachments={"a.bin": bytes(range(256)) * 50}).replace(b"\n", b"\r\n")
    imap_server.put(box.username, raw)
    assert fetch_mailbox(box.pk) == 1
    kept = InboundEmail.objects.get()
    assert open_file(kept.raw_id, by=BY).content == raw
    assert kept.mailbox == box
    assert imap_server.count(box.username, "INBOX", "SEEN") == 1
    box.refresh_from_db()
    assert (box.last_error, box.last_seen_at is not None) == ("", True)


def test_the_day_of_receipt_is_the_servers_in_the_zone_of_the_town_not_that_of_the_reading(box, imap_server):
    imap_server.put(box.username, mail(), date='"19-Nov-2026 23:30:00 +0000"')
    fetch_mailbox(box.pk)
    kept = InboundEmail.objects.get()
    assert kept.received_at == dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)
    assert kept.received_on == dt.date(2026, 11, 20)


def test_the_next_reading_takes_only_what_is_new_even_when_somebody_read_it_elsewhere(box, imap_server):
    imap_server.put(box.username, mail("1"), mail("2"))
    assert fetch_mailbox(box.pk) == 2
    imap_server.put(box.username, mail("3"))
    with imap_server.line(box.username) as line:
        line.select()
        line.store("1:*", "+FLAGS", r"\Seen")
    assert fetch_mailbox(box.pk) == 1
    assert fetch_mailbox(box.pk) == 0
    assert InboundEmail.objects.count() == 3


def test_treated_mails_go_to_their_folder_which_is_made_if_it_is_missing(box, imap_server):
    change(box, folder_done="Traités & classés")
    imap_server.put(box.username, mail("1"), mail("2"))
    assert fetch_mailbox(box.pk) == 2
    assert imap_server.count(box.username) == 0
    assert imap_server.count(box.username, "Trait&AOk-s &- class&AOk-s") == 2


def test_a_server_that_cannot_move_copies_then_deletes(box, imap_server, monkeypatch):
    from channels_app.email import imap

    signed_in = imap.Imap.__enter__

    def without_move(self):
        entered = signed_in(self)
        self._abilities -= {"MOVE"}
        return entered

    monkeypatch.setattr(imap.Imap, "__enter__", without_move)
    change(box, folder_done="Fait")
    imap_server.put(box.username, mail())
    fetch_mailbox(box.pk)
    assert (imap_server.count(box.username), imap_server.count(box.username, "Fait")) == (0, 1)


def test_what_is_older_than_the_start_is_left_where_it_is(box, imap_server):
    change(box, start_on=dt.date(2026, 11, 10))
    imap_server.put(box.username, mail("vieux"), date='"09-Nov-2026 22:59:00 +0000"')
    imap_server.put(box.username, mail("neuf"), date='"09-Nov-2026 23:01:00 +0000"')
    assert fetch_mailbox(box.pk) == 1
    assert InboundEmail.objects.get().received_on == dt.date(2026, 11, 10)
    assert imap_server.count(box.username, "INBOX", "UNSEEN") == 1


def test_a_mail_found_again_after_a_new_numbering_is_folded(box, imap_server):
    imap_server.put(box.username, mail())
    fetch_mailbox(box.pk)
    change(box, uid_validity=1, last_uid=99)
    assert fetch_mailbox(box.pk) == 1
    assert InboundEmail.objects.get().copies == 1


def test_a_line_cut_in_the_middle_of_a_mail_is_taken_up_where_it_was(box, imap_server):
    heavy = mail("lourd", attachments={"plan.bin": bytes(range(251)) * 14_000}).replace(b"\n", b"\r\n")
    imap_server.put(box.username, mail("avant"), heavy, mail("après"))
    with through(imap_server.port, cuts=[2_500_000, 1_800_000, 300]) as line:
        change(box, port=line.port)
        assert fetch_mailbox(box.pk) == 3
    assert line.connections == 4
    contents = [open_file(pk, by=BY).content for pk in InboundEmail.objects.values_list("raw_id", flat=True)]
    assert heavy in contents
    assert InboundEmail.objects.filter(copies__gt=0).count() == 0


def test_a_line_that_is_always_cut_loses_nothing_and_the_next_reading_goes_on(box, imap_server):
    imap_server.put(box.username, mail("1"), mail("2"), mail("3"))
    with through(imap_server.port, cuts=[1200] * 20) as line:
        change(box, port=line.port)
        fetch_mailbox(box.pk)
    box.refresh_from_db()
    assert "coupe la ligne" in box.last_error
    change(box, port=imap_server.port)
    fetch_mailbox(box.pk)
    assert InboundEmail.objects.count() == 3
    box.refresh_from_db()
    assert box.last_error == ""


def test_a_slow_server_is_waited_for_and_one_that_is_silent_is_left(box, imap_server, settings):
    imap_server.put(box.username, mail())
    with through(imap_server.port, pause=0.05) as line:
        change(box, port=line.port)
        assert fetch_mailbox(box.pk) == 1
    settings.GRC_IMAP_TIMEOUT = 0.2
    with through(imap_server.port, pause=5) as line:
        change(box, port=line.port)
        assert fetch_mailbox(box.pk) == 0
    box.refresh_from_db()
    assert "ne répond pas" in box.last_error


def test_a_mail_beyond_the_bound_is_left_and_said_and_the_next_are_read(box, imap_server, monkeypatch):
    imap_server.put(box.username, mail("trop gros" * 2000), mail("suivant"))
    monkeypatch.setattr("channels_app.email.imap.RAW_BYTES", 5000)
    for _visit in range(2):
        fetch_mailbox(box.pk)
    box.refresh_from_db()
    assert InboundEmail.objects.count() == 1
    assert [row["tries"] for row in box.missed] == [2]
    assert box.last_error.startswith("1 courriel n’a pas pu être repris")
    monkeypatch.undo()
    monkeypatch.setenv("GRC_MAIL_TEST", dovecot.PASSWORD)
    fetch_mailbox(box.pk)
    box.refresh_from_db()
    assert (InboundEmail.objects.count(), box.missed, box.last_error) == (2, [], "")


def test_a_mail_that_took_the_worker_down_twice_is_kept_without_being_read(box, imap_server):
    imap_server.put(box.username, mail())
    change(box, uid_validity=_validity(box, imap_server), trying_uid=1, tries=2)
    assert fetch_mailbox(box.pk) == 1
    assert InboundEmail.objects.get().sender == ""


def _validity(box, imap_server) -> int:
    with imap_server.line(box.username) as line:
        line.select()
        return int(line.response("UIDVALIDITY")[1][0])


def test_a_refused_password_is_said_and_never_shown(box, imap_server, monkeypatch):
    monkeypatch.setenv("GRC_MAIL_TEST", "faux-secret")
    assert fetch_mailbox(box.pk) == 0
    box.refresh_from_db()
    assert box.last_error == "identifiant ou mot de passe refusé"


def test_a_token_opens_the_mailbox(box, imap_server, monkeypatch):
    monkeypatch.setenv("GRC_MAIL_TEST", dovecot.TOKEN)
    change(box, auth="xoauth2")
    imap_server.put(box.username, mail())
    assert fetch_mailbox(box.pk) == 1
    monkeypatch.setenv("GRC_MAIL_TEST", "jeton-périmé")
    assert fetch_mailbox(box.pk) == 0
    box.refresh_from_db()
    assert box.last_error == "identifiant ou jeton refusé"


@pytest.mark.parametrize(("security", "port"), [("ssl", "tls_port"), ("starttls", "port")])
def test_the_line_is_protected_and_the_certificate_is_checked(box, imap_server, monkeypatch, security, port):
    change(box, security=security, host="localhost", port=getattr(imap_server, port))
    imap_server.put(box.username, mail())
    assert fetch_mailbox(box.pk) == 0
    box.refresh_from_db()
    assert "certificat" in box.last_error
    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.certificate))
    assert fetch_mailbox(box.pk) == 1


def test_without_protection_no_password_leaves_the_machine(box):
    change(box, host="192.0.2.1")
    assert fetch_mailbox(box.pk) == 0
    box.refresh_from_db()
    assert "en clair" in box.last_error
