"""Each task run three times, as a broker may deliver it: one effect."""

import pytest

from core.models import OutboxEvent
from files import tasks
from files.enums import ScanState
from files.models import StoredFile
from files.privacy import _erase, _export
from files.scanners.demo import EICAR
from tests.files import documents


@pytest.fixture(autouse=True)
def _demo_scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_scan_file_three_times_gives_one_verdict(keep):
    stored = keep(documents.docx(("word/media/note.txt", EICAR)), "lettre.docx")
    for _time in range(3):
        tasks.scan_file(stored.pk)
    assert StoredFile.objects.get().scan_state == ScanState.INFECTED
    assert OutboxEvent.objects.filter(name="file.infected").count() == 1


def test_make_preview_three_times_gives_one_preview(scanned):
    stored = scanned()
    for _time in range(3):
        tasks.make_preview(stored.pk)
    assert StoredFile.objects.filter(owner_kind="preview", owner_id=stored.pk).count() == 1


def test_rescan_pending_three_times_gives_one_verdict(keep):
    keep()
    assert [tasks.rescan_pending() for _time in range(3)] == [1, 0, 0]
    assert OutboxEvent.objects.filter(name="file.clean").count() == 1


def test_purge_orphans_three_times_keeps_what_is_owned(keep):
    keep()
    assert [tasks.purge_orphans() for _time in range(3)] == [0, 0, 0]
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_filing_asks_for_its_scan_after_the_commit_and_survives_a_dead_broker(keep, monkeypatch):
    asked = []

    def dead(arguments, **options):
        asked.append((arguments, options["queue"]))
        raise ConnectionError("broker down")

    monkeypatch.setattr(tasks.scan_file, "apply_async", dead)
    stored = keep()
    assert asked == [((stored.pk,), "documents")]
    assert StoredFile.objects.get().scan_state == ScanState.PENDING


def test_a_person_takes_away_what_the_town_holds_and_may_have_it_erased(keep):
    stored = keep(name="livret.pdf")
    assert _export(stored)["nom"] == "livret.pdf"
    _erase(stored)
    assert not StoredFile.objects.exists()
