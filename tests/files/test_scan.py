import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import OutboxEvent
from files import reading, storage
from files.enums import PreviewState, ScanState
from files.models import StoredFile
from files.operations import make_preview, rescan_pending, scan
from files.scanners import Outcome, ScannerDown, Verdict
from files.scanners.demo import EICAR
from tests.files import documents


class Scripted:
    """A scanner that gives the answers it was told, in order, then the last one for ever."""

    def __init__(self, *answers):
        self.answers, self.seen = list(answers), 0

    def __call__(self):
        return self

    def scan(self, content):
        self.seen += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def answering(monkeypatch):
    def _answering(*answers):
        scripted = Scripted(*answers)
        monkeypatch.setattr(sys.modules["files.operations.scan"], "scanner", scripted)
        return scripted

    return _answering


CLEAN = Verdict(Outcome.CLEAN)
INFECTED = Verdict(Outcome.INFECTED, "Eicar-Test-Signature")
DOWN = ScannerDown("ConnectionRefusedError")


def _infected(keep):
    return keep(documents.docx(("word/media/note.txt", EICAR)), "lettre.docx")


def _later():
    StoredFile.objects.update(scan_due_at=timezone.now() - timedelta(seconds=1))


def test_a_clean_file_opens(keep, answering):
    answering(CLEAN)
    stored = keep()
    assert scan(stored.pk) == ScanState.CLEAN
    stored.refresh_from_db()
    assert reading.is_readable(stored)
    assert stored.scanned_at
    assert stored.scan_due_at is None


def test_an_infected_file_is_destroyed_told_once_and_never_opens(keep, answering, django_capture_on_commit_callbacks):
    answering(INFECTED)
    stored = _infected(keep)
    with django_capture_on_commit_callbacks(execute=True):
        assert scan(stored.pk) == ScanState.INFECTED
        scan(stored.pk)
    stored.refresh_from_db()
    assert stored.wrapped_key == ""
    assert stored.scan_detail == "Eicar-Test-Signature"
    assert "virus" in reading.state_sentence(stored)
    assert OutboxEvent.objects.filter(name="file.infected", payload={"file_id": stored.pk}).count() == 1
    with pytest.raises(FileNotFoundError):
        storage.read(stored.path)


def test_while_the_scanner_is_down_the_file_is_kept_and_waits(keep, answering):
    answering(DOWN)
    stored = keep()
    assert scan(stored.pk) == ScanState.PENDING
    stored.refresh_from_db()
    assert not reading.is_readable(stored)
    assert "attend son analyse" in reading.state_sentence(stored)
    assert stored.scan_due_at > timezone.now()


def test_a_scanner_that_comes_back_clears_what_waited(keep, answering):
    scanner = answering(DOWN, CLEAN)
    stored = keep()
    scan(stored.pk)
    assert rescan_pending() == 0, "too early"
    _later()
    assert rescan_pending() == 1
    stored.refresh_from_db()
    assert stored.scan_state == ScanState.CLEAN
    assert scanner.seen == 2


def test_a_silent_scanner_is_asked_once_a_sweep_not_once_a_file(keep, answering):
    scanner = answering(DOWN)
    for _copy in range(4):
        keep()
    rescan_pending()
    assert scanner.seen == 1


def test_a_file_the_scanner_chokes_on_blocks_no_other(keep, answering):
    answering(Verdict(Outcome.UNREADABLE, "INSTREAM size limit exceeded. ERROR"), CLEAN)
    choking, other = keep(), keep()
    rescan_pending()
    choking.refresh_from_db()
    other.refresh_from_db()
    assert (choking.scan_state, other.scan_state) == (ScanState.REFUSED, ScanState.CLEAN)
    assert "reste bloqué" in reading.state_sentence(choking)


def test_a_file_on_which_the_scanner_falls_silent_lets_the_others_pass_at_the_next_sweep(keep, answering):
    answering(DOWN, CLEAN)
    poison, other = keep(), keep()
    rescan_pending()
    rescan_pending()
    poison.refresh_from_db()
    other.refresh_from_db()
    assert (poison.scan_state, other.scan_state) == (ScanState.PENDING, ScanState.CLEAN)


def test_the_wait_between_tries_grows_to_five_minutes_at_most(keep, answering):
    answering(DOWN)
    stored = keep()
    for _try in range(12):
        scan(stored.pk)
    stored.refresh_from_db()
    assert timedelta(minutes=4) < stored.scan_due_at - timezone.now() <= timedelta(minutes=5)


def test_without_any_scanner_files_wait(keep, settings):
    settings.FILES_SCANNER, settings.CLAMD_SOCKET = "", ""
    assert scan(keep().pk) == ScanState.PENDING


def test_a_commune_named_without_scanner_opens_files_under_a_warning(keep, settings, commune):
    settings.FILES_SCANNER = "none"
    commune.files_without_scanner = True
    commune.save()
    stored = keep()
    assert scan(stored.pk) == ScanState.UNSCANNED
    stored.refresh_from_db()
    assert reading.is_readable(stored)
    assert "n’a pas été analysé par un antivirus" in reading.warning(stored)


def test_taking_that_name_back_closes_the_files_again(keep, settings, commune):
    settings.FILES_SCANNER = "none"
    commune.files_without_scanner = True
    commune.save()
    stored = keep()
    scan(stored.pk)
    commune.files_without_scanner = False
    commune.save()
    assert not reading.is_readable(StoredFile.objects.get(pk=stored.pk))


def test_a_scanner_installed_later_scans_what_was_opened_without(keep, settings, commune, answering):
    commune.files_without_scanner = True
    commune.save()
    answering(DOWN, INFECTED)
    stored = _infected(keep)
    scan(stored.pk)
    _later()
    rescan_pending()
    stored.refresh_from_db()
    assert stored.scan_state == ScanState.INFECTED


def test_a_preview_made_without_scanner_goes_with_its_infected_file(keep, commune, answering):
    commune.files_without_scanner = True
    commune.save()
    answering(DOWN, INFECTED)
    stored = keep(documents.jpeg(), "photo.jpg")
    scan(stored.pk)
    assert make_preview(stored.pk)
    scan(stored.pk)
    stored.refresh_from_db()
    assert stored.preview is None
    assert stored.preview_state == PreviewState.NONE


def test_the_quarantine_is_counted(keep, answering):
    answering(CLEAN, DOWN)
    first, second = keep(), keep()
    scan(first.pk)
    scan(second.pk)
    assert StoredFile.objects.quarantined().count() == 1


def test_scanning_what_no_longer_exists_does_nothing(db):
    assert scan(404) == ""
