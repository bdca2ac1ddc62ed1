"""Two thousand mails read over IMAP while the worker is killed and the line cut: the ledger equals the database."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.campaign.cutter import Cutter
from tests.campaign.town import Chaos, Town, rows
from tests.channels_app import dovecot
from tests.channels_app.test_who_gets_no_receipt import WITHOUT_RECEIPT

pytestmark = pytest.mark.campaign

MAILS, CORPUS = 2000, Path(__file__).parents[1] / "channels_app" / "mails"
BETWEEN_KILLS, WITHIN = 8, 1500  # seconds
BOX = "mairie@admiville.example"

OPEN_THE_MAILBOX = """
from channels_app.models import Mailbox
from core.models import Commune
from organisation.models import Service
town = Commune.objects.current()
Mailbox.objects.update_or_create(address={box!r}, defaults=dict(
    commune=town, service=Service.objects.get(commune=town, code="accueil"), is_main=True, host="127.0.0.1",
    port={port}, security="none", username={box!r}, secret="GRC_MAIL_CAMPAIGN"))
"""


def plain(n: int) -> bytes:
    """One person, one question; every tenth comes with a page in an attachment."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Usager {n} <usager{n}@courriel.example>", BOX
    mail["Subject"], mail["Message-ID"] = f"Question {n}", f"<campagne-{n}@courriel.example>"
    mail["Date"] = "Fri, 20 Nov 2026 09:30:00 +0100"
    if n % 20 == 19:
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(f"Bonjour,\n\nÀ quelle heure ouvre la médiathèque le {n % 28 + 1} décembre ?\n\nMerci.\n")
    if n % 10 == 0:
        mail.add_attachment(b"une page " * 2000, maintype="text", subtype="plain", filename="page.txt")
    return mail.as_bytes()


def all_mails() -> Iterator[bytes]:
    """The corpus of ugly mails, plain ones, and one plain mail in ten delivered twice."""
    ugly = [path.read_bytes() for path in sorted(CORPUS.rglob("*.eml"))]
    yield from ugly
    sent = len(ugly)
    n = 0
    while sent < MAILS:
        yield plain(n)
        sent += 1
        if n % 10 == 5 and sent < MAILS:
            yield plain(n)
            sent += 1
        n += 1


def message_id(raw: bytes) -> str:
    found = re.search(rb"Message-ID: <(campagne-\d+@courriel\.example)>", raw)
    return found[1].decode() if found else ""


@pytest.fixture
def town():
    # Not under pytest's own directory: another session would close it to PostgreSQL's user.
    home = Path(tempfile.mkdtemp(prefix="grc-campaign-"))
    town = Town(home)
    try:
        town.prepare()
        yield town
    finally:
        town.stop()
        shutil.rmtree(home, ignore_errors=True)


STATES = "SELECT state, count(*) FROM channels_app_inboundemail GROUP BY 1"
LAST_READ = "SELECT last_uid, jsonb_array_length(missed) FROM channels_app_mailbox WHERE secret = 'GRC_MAIL_CAMPAIGN'"
# Written, and posted: one a request, of somebody who can be answered.
RECEIPTS = """
    SELECT (SELECT count(*) FROM requests_app_acknowledgement WHERE kind = 'AEE'),
           (SELECT count(*) FROM messaging_dispatch WHERE kind = 'receipt')
"""
LEFT = """
    SELECT (SELECT count(*) FROM channels_app_inboundemail WHERE state = 'kept')
         + (SELECT count(*) FROM core_outboxdelivery WHERE state = 'due')
"""


def settled(town: Town, delivered: int) -> bool:
    """Every mail of the folder was read, none waits, and nothing is left to deliver."""
    return rows(town, LAST_READ)[0] == (delivered, 0) and rows(town, LEFT)[0][0] == 0


def test_every_mail_is_kept_once_and_understood_or_in_quarantine(town):
    with dovecot.running() as server:
        line = Cutter(server.port)
        town.environment["GRC_MAIL_CAMPAIGN"] = dovecot.PASSWORD
        sent = list(all_mails())
        server.put(BOX, *sent)
        # Dovecot gives back every line with CRLF, whatever it came with: the ledger holds Message-IDs, not bytes.
        ledger = {found for raw in sent if (found := message_id(raw))}
        town.manage("shell", "-c", OPEN_THE_MAILBOX.format(box=BOX, port=line.port))
        for name in ("worker", "beat"):
            town.start(name)
        started, chaos = time.monotonic(), Chaos(town)
        while not settled(town, len(sent)):
            assert time.monotonic() - started < WITHIN, rows(town, STATES)
            time.sleep(BETWEEN_KILLS)
            if chaos.worker_kills < 12:
                line.cut()
                chaos.strike()
        seconds = time.monotonic() - started
        line.close()
    states = dict(rows(town, STATES))
    kept = [known.strip("<>") for (known,) in rows(town, "SELECT mail_id FROM channels_app_inboundemail")]
    ours = [known for known in kept if known.startswith("campagne-")]
    folded = len(sent) - len(kept)
    requests = rows(town, "SELECT count(*) FROM requests_app_servicerequest")[0][0]
    receipts = rows(town, RECEIPTS)[0]
    dead = rows(town, "SELECT count(*) FROM core_outboxdelivery WHERE state = 'dead'")[0][0]
    slowest = rows(town, "SELECT extract(epoch FROM max(settled_at - kept_at)) FROM channels_app_inboundemail")[0][0]
    print(  # noqa: T201 - the figures of the campaign are its result
        f"\n{len(sent)} mails ({folded} copies folded), {chaos.worker_kills} worker kills, {line.cuts} lines cut, "
        f"{chaos.broker_stops} broker stops: {len(ledger - set(ours))} lost, {len(ours) - len(set(ours))} doubled, "
        f"{states}, {requests} requests, {receipts[0]} receipts, {dead} dead; "
        f"{len(sent) / seconds:.1f} mails/s through it all, the slowest understood {slowest:.1f} s after it was kept"
    )
    assert chaos.worker_kills >= 5
    assert sorted(ledger) == sorted(ours)
    assert requests == states["request"]
    assert receipts == (requests - len(WITHOUT_RECEIPT),) * 2
    assert "kept" not in states
    assert dead == 0
