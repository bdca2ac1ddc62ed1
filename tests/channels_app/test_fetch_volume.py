"""Twenty thousand mails waiting, and one of fifty megabytes: read in small steps."""

import os
from pathlib import Path

import pytest

from channels_app.models import InboundEmail, Mailbox
from channels_app.operations import fetch_mailbox
from tests.channels_app.letters import mail

pytestmark = pytest.mark.django_db

MANY = 20_000


def pour(directory: Path, owner: tuple[int, int], count: int) -> None:
    """As a mail server delivers: a file each in the Maildir."""
    for name in ("", "new", "cur", "tmp"):
        (directory / name).mkdir(exist_ok=True)
        os.chown(directory / name, *owner)
    for number in range(count):
        path = directory / "new" / f"{1_700_000_000 + number}.M{number}P1.essai"
        path.write_bytes(b"From: a@x.example\nMessage-ID: <%d@x.example>\nSubject: %d\n\nBonjour\n" % (number, number))
        os.chown(path, *owner)


def test_a_mailbox_of_twenty_thousand_mails_is_read_in_steps_and_goes_on_where_it_stopped(box, imap_server):
    with imap_server.line(box.username) as line:
        line.select()
    directory = imap_server.home / "mails" / box.username
    known = directory.stat()
    pour(directory, (known.st_uid, known.st_gid), MANY)
    first = fetch_mailbox(box.pk, seconds=1)
    assert 0 < first < MANY
    box.refresh_from_db()
    assert (box.last_uid, box.last_error) == (first, "")
    assert fetch_mailbox(box.pk, seconds=1) > 0
    Mailbox.objects.filter(pk=box.pk).update(last_uid=MANY - 5)
    assert fetch_mailbox(box.pk) == 5
    assert InboundEmail.objects.filter(copies=0).count() == InboundEmail.objects.count()


def test_a_mail_of_fifty_megabytes_is_kept_whole_and_its_text_is_read(box, imap_server):
    raw = mail("Voici le plan.", attachments={"plan.bin": os.urandom(36 * 1024 * 1024)}).replace(b"\n", b"\r\n")
    assert len(raw) > 48 * 1024 * 1024
    imap_server.put(box.username, raw, mail("Le suivant"))
    assert fetch_mailbox(box.pk) == 2
    assert sorted(InboundEmail.objects.values_list("size", flat=True))[-1] == len(raw)
