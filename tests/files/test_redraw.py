"""A photo in JPEG is kept bare at the door; a worker draws it again before anybody may open it."""

import io
import sys

import pytest
from PIL import Image

from core.errors import Refused
from files import reading, storage
from files.enums import REDRAW, ScanState
from files.models import StoredFile
from files.operations import rescan_pending, scan
from files.rules import images, jpeg
from files.scanners import Outcome, ScannerDown, Verdict
from tests.files import documents


class Antivirus:
    """Says what it was told, and remembers what it was shown."""

    def __init__(self, answer):
        self.answer, self.shown = answer, []

    def __call__(self):
        return self

    def scan(self, content):
        self.shown.append(content)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def antivirus(monkeypatch):
    asked = Antivirus(Verdict(Outcome.CLEAN))
    monkeypatch.setattr(sys.modules["files.operations.scan"], "scanner", asked)
    return asked


def _fresh(stored) -> StoredFile:
    return StoredFile.objects.get(pk=stored.pk)


def _spoilt() -> bytes:
    """Whole by its segments; what they announce cannot be decoded."""
    content = documents.jpeg((64, 48))
    at = content.find(b"\xff\xc4")  # the first table of the codes of the points
    return content[: at + 4] + b"\xff" * 17 + content[at + 21 :]


def test_what_a_telephone_writes_beside_the_picture_is_gone_before_it_reaches_the_disk(keep):
    content = reading.content_for_scan(keep(documents.phone_photo() + b"PK\x03\x04<script>", "trou.jpg"))
    assert not [word for word in (b"Malika", b"carnet", b"<script>") if word in content]
    assert set(dict(Image.open(io.BytesIO(content)).getexif())) <= {0x0112}, "the orientation alone"


def test_the_points_are_those_that_were_sent(keep):
    sent = documents.jpeg((300, 200), quality=91)
    kept = reading.content_for_scan(keep(sent, "trou.jpg"))
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()


def test_nobody_opens_a_photo_before_it_is_drawn_again(keep):
    stored = keep(documents.jpeg(), "trou.jpg")
    assert not reading.is_readable(stored)
    StoredFile.objects.filter(pk=stored.pk).update(scan_state=ScanState.CLEAN)
    assert not reading.is_readable(_fresh(stored)), "whatever its verdict"


def test_the_antivirus_is_shown_what_will_be_opened(keep, antivirus, django_capture_on_commit_callbacks):
    stored = keep(documents.phone_photo(6), "trou.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        assert scan(stored.pk) == ScanState.CLEAN
    drawn = _fresh(stored)
    content = reading.content_for_scan(drawn)
    assert antivirus.shown == [content]
    assert Image.open(io.BytesIO(content)).size == (80, 120), "upright"
    assert not dict(Image.open(io.BytesIO(content)).getexif())
    assert (drawn.size, drawn.location_removed, drawn.to_redraw) == (len(content), True, False)
    assert reading.is_readable(drawn)
    with pytest.raises(FileNotFoundError):
        storage.read(stored.path)


def test_a_silent_antivirus_does_not_have_it_drawn_twice(keep, antivirus, monkeypatch):
    drawn = []
    draw = images.redraw
    monkeypatch.setattr(images, "redraw", lambda *given, **named: drawn.append(1) or draw(*given, **named))
    antivirus.answer = ScannerDown("no answer")
    stored = keep(documents.jpeg(), "trou.jpg")
    assert scan(stored.pk) == scan(stored.pk) == ScanState.PENDING
    assert len(drawn) == 1


def test_a_site_without_antivirus_opens_only_what_was_drawn_again(keep, antivirus, commune):
    commune.files_without_scanner = True
    commune.save()
    antivirus.answer = ScannerDown("none")
    stored = keep(documents.phone_photo(), "trou.jpg")
    assert scan(stored.pk) == ScanState.UNSCANNED
    assert reading.is_readable(_fresh(stored))
    assert not dict(Image.open(io.BytesIO(reading.content_for_scan(_fresh(stored)))).getexif())


def test_a_photo_that_cannot_be_drawn_stays_closed_and_says_so(keep, antivirus):
    stored = keep(_spoilt(), "trou.jpg")
    assert scan(stored.pk) == ScanState.REFUSED
    assert "abîmée" in reading.state_sentence(_fresh(stored))
    assert not antivirus.shown
    assert reading.content_for_scan(_fresh(stored)), "kept, closed"


def test_a_photo_that_takes_the_worker_down_is_left_closed_after_three_tries(keep, antivirus, monkeypatch):
    def killed(*_given, **_named):
        raise SystemExit

    monkeypatch.setattr(images, "redraw", killed)
    stored = keep(documents.jpeg(), "trou.jpg")
    for _try in range(3):
        with pytest.raises(SystemExit):
            scan(stored.pk)
    assert rescan_pending() == 1
    assert _fresh(stored).broken


def test_a_full_disk_puts_it_off_and_costs_no_try(keep, antivirus, monkeypatch):
    stored = keep(documents.jpeg(), "trou.jpg")

    def full(_path, _sealed):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "write", full)
        for _try in range(5):
            assert scan(stored.pk) == ScanState.PENDING
    assert _fresh(stored).metadata[REDRAW] == 0
    assert scan(stored.pk) == ScanState.CLEAN


def test_two_workers_at_once_keep_one_drawing(keep, antivirus, monkeypatch):
    stored = keep(documents.jpeg(), "trou.jpg")
    draw = images.redraw

    def meanwhile(*given, **named):
        monkeypatch.setattr(images, "redraw", draw)
        scan(stored.pk)
        return draw(*given, **named)

    monkeypatch.setattr(images, "redraw", meanwhile)
    assert scan(stored.pk) == ScanState.CLEAN
    assert reading.content_for_scan(_fresh(stored))


@pytest.mark.parametrize("cut", [3, 20, 200, 600, -2, -1])
def test_a_photo_cut_short_is_not_taken_for_whole(cut):
    assert jpeg.bare(documents.jpeg((200, 150))[:cut]) is None


def test_a_progressive_photo_with_its_thumbnail_is_whole():
    sent = documents.jpeg((200, 150), progressive=True, quality=85)
    thumbnail = documents.jpeg((16, 12))
    body = b"Exif\0\0" + thumbnail
    with_thumbnail = sent[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + sent[2:]
    points = jpeg.bare(with_thumbnail)
    assert points and thumbnail not in points
    assert Image.open(io.BytesIO(points)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()


def test_a_photo_cut_short_is_told_at_once(keep):
    with pytest.raises(Refused, match="abîmée"):
        keep(documents.jpeg((800, 600))[:-400], "trou.jpg")
