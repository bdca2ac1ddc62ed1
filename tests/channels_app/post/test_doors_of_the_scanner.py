"""The folder and the mailbox of the scanner: each file once, told when it is refused, never a request."""

import os
import sys
import time
from email.message import EmailMessage

import pytest

from channels_app.models import InboundEmail, ScanBatch
from channels_app.operations import keep, take_in
from channels_app.operations.postal import watch_scan_folder
from channels_app.tasks import watch_scan_folder as watch_task
from requests_app.models import ServiceRequest
from tests.builders import SYSTEM, make_town
from tests.channels_app.letters import mailbox
from tests.channels_app.post import letters_on_paper as paper

pytestmark = pytest.mark.django_db
watching = sys.modules["channels_app.operations.postal.watch_scan_folder"]


@pytest.fixture
def folder(tmp_path, settings):
    make_town()
    settings.GRC_SCAN_FOLDER = str(tmp_path / "scanner")
    (tmp_path / "scanner").mkdir()
    return tmp_path / "scanner"


def drop(folder, name: str, content: bytes, *, age: int = 60) -> None:
    file = folder / name
    file.write_bytes(content)
    os.utime(file, (time.time() - age, time.time() - age))


def scan(seed: int = 1) -> bytes:
    return paper.as_pdf([paper.blank(paper.Wear(noise=9, seed=seed)).resize((400, 560))])


def test_a_finished_file_is_taken_and_moved_and_a_refused_one_says_why(folder):
    drop(folder, "lot.pdf", scan())
    drop(folder, "notes.docx", b"PK\x03\x04")
    drop(folder, "vide.pdf", b"")
    drop(folder, "en-cours.pdf", scan(2), age=0)
    drop(folder, "copie.pdf.part", scan(3))
    assert watch_scan_folder() == 1
    assert (folder / "fait" / "lot.pdf").exists()
    assert "n’est pas une numérisation" in (folder / "erreur" / "notes.docx.txt").read_text()
    assert "vide" in (folder / "erreur" / "vide.pdf.txt").read_text()
    assert sorted(one.name for one in folder.iterdir() if one.is_file()) == ["copie.pdf.part", "en-cours.pdf"]
    assert ScanBatch.objects.get().source == "folder"


def test_the_folder_seen_three_times_takes_a_file_once(folder):
    drop(folder, "lot.pdf", scan())
    assert [watch_task() for _ in range(3)] == [1, 0, 0]
    watch_scan_folder()
    assert ScanBatch.objects.count() == 1


def test_the_same_scan_dropped_again_is_told_and_hides_no_file(folder):
    raw = scan()
    drop(folder, "lot.pdf", raw)
    watch_scan_folder()
    drop(folder, "lot.pdf", raw)
    assert watch_scan_folder() == 0
    assert "déjà été reçu" in (folder / "fait" / "lot-2.pdf.txt").read_text()
    assert (folder / "fait" / "lot.pdf").read_bytes() == raw


def test_files_that_nobody_can_read_hold_up_none_of_the_others(folder, monkeypatch):
    really_read = watching._read

    def read(file):
        if file.name.startswith("a"):
            raise PermissionError
        return really_read(file)

    monkeypatch.setattr(watching, "_read", read)
    monkeypatch.setattr(watching, "_MOST", 3)
    for rank in range(5):
        drop(folder, f"a-verrouille-{rank}.pdf", scan(rank))
    drop(folder, "lettre.pdf", scan(9))
    assert watch_scan_folder() == 1
    assert len([one for one in folder.iterdir() if one.name.startswith("a-")]) == 5


def test_one_visit_deals_with_so_many_and_the_next_with_the_rest(folder, monkeypatch):
    monkeypatch.setattr(watching, "_MOST", 2)
    for rank in range(3):
        drop(folder, f"lot-{rank}.pdf", b"PK")
    assert (watch_scan_folder(), len(list(folder.glob("*.pdf")))) == (0, 1)
    watch_scan_folder()
    assert list(folder.glob("*.pdf")) == []


def test_no_folder_is_no_error(settings):
    settings.GRC_SCAN_FOLDER = ""
    assert watch_scan_folder() == 0
    settings.GRC_SCAN_FOLDER = "/does/not/exist"
    assert watch_scan_folder() == 0


def mail(*attachments: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "scanner@admiville.example", "numerisation@admiville.example"
    message["Subject"], message["Message-ID"] = "Numérisation", f"<{time.time_ns()}@scanner>"
    message.set_content("Document numérisé.")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_a_mail_of_the_scanner_makes_scans_and_never_a_request():
    box = mailbox(address="numerisation@admiville.example", is_main=False, purpose="scanner")
    inbound = keep(mail(("lot.pdf", scan()), ("note.txt", b"bonjour")), mailbox_id=box.pk, by=SYSTEM)
    for _ in range(3):
        inbound = take_in(inbound.pk)
    assert inbound.state == "set_aside"
    assert "1 numérisation" in inbound.reason
    assert [one["name"] for one in inbound.left_out] == ["note.txt"]
    assert ScanBatch.objects.get().source == "mailbox"
    assert ServiceRequest.objects.count() == 0


def test_a_mail_without_scan_in_the_box_of_the_scanner_is_kept_and_opens_nothing():
    box = mailbox(address="numerisation@admiville.example", is_main=False, purpose="scanner")
    inbound = take_in(keep(mail(), mailbox_id=box.pk, by=SYSTEM).pk)
    assert inbound.state == "set_aside"
    assert "sans numérisation" in inbound.reason
    assert (ServiceRequest.objects.count(), InboundEmail.objects.count()) == (0, 1)
