"""What a scanner may send wrong: each told in one French sentence, the batch whole, readable again."""

import io

import pikepdf
import pytest
from PIL import Image

from channels_app.models import ScanBatch, ScanPage
from channels_app.operations import postal
from channels_app.post import ocr
from channels_app.post.enums import ItemState, PageKind
from core.errors import Refused
from files import reading
from tests.builders import SYSTEM
from tests.channels_app.post import letters_on_paper as paper, post_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def blind(monkeypatch):
    monkeypatch.setattr(ocr, "read_lines", lambda picture: [ocr.Line("Une ligne de texte", 9, 9, 90, 9, 95.0)])
    monkeypatch.setattr(ocr, "side_up", lambda picture: 0)


def tiny(count: int = 1, size: tuple[float, float] = (200, 280)) -> bytes:
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=size)
        pdf.save(output)
    return output.getvalue()


def encrypted() -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(tiny())) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="a", user="b"))
    return output.getvalue()


def pageless() -> bytes:
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (encrypted(), "mot de passe"),
        (pageless(), "aucune page"),
        (b"%PDF-1.4 cut short", "abîmé"),
        (b"II*\x00" + b"\x01" * 40, "abîmé"),
    ],
    ids=["encrypted", "no-page", "corrupt-pdf", "corrupt-tiff"],
)
def test_a_scan_that_cannot_be_opened_stops_with_its_sentence_and_stays_whole(raw, words):
    batch = post_room.read(raw)
    assert batch.state == "failed"
    assert words in batch.error
    assert reading.open_file(batch.file_id, by=SYSTEM).content == raw
    assert postal.rescan(batch.pk, by=SYSTEM).state == "waiting"


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 a workbook", b"<html>"])
def test_what_is_no_scan_is_refused_and_nothing_is_kept(raw):
    with pytest.raises(Refused):
        post_room.take(raw)
    assert ScanBatch.objects.count() == 0


def test_too_many_pages_are_told_and_the_batch_can_be_read_once_the_limit_is_raised(settings, blind):
    settings.GRC_SCAN_MAX_PAGES = 3
    batch = post_room.read(tiny(4))
    assert "4 pages" in batch.error
    settings.GRC_SCAN_MAX_PAGES = 10
    postal.rescan(batch.pk, by=SYSTEM)
    assert postal.read_scan(batch.pk) == "read"
    assert ScanPage.objects.filter(batch=batch).count() == 4


def test_the_same_bytes_again_are_told_not_doubled():
    raw = tiny(2)
    first, again = post_room.take(raw), post_room.take(raw)
    assert again.is_copy
    assert again.pk == first.pk
    assert (ScanBatch.objects.count(), ScanBatch.objects.get().copies) == (1, 1)


def test_a_page_of_an_absurd_size_is_told_and_the_others_are_read(blind):
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(500, 700))
        pdf.pages[0].mediabox = pikepdf.Array([0, 0, 90_000, 120_000])
        pdf.save(output)
    batch = post_room.read(output.getvalue())
    page = ScanPage.objects.get(batch=batch)
    assert page.kind == PageKind.UNREADABLE
    assert "démesurée" in page.problem


def test_a_poster_is_drawn_smaller(blind):
    batch = post_room.read(tiny(1, (2384, 3370)))
    page = ScanPage.objects.get(batch=batch)
    assert max(page.width, page.height) <= 3600


def test_a_multipage_tiff_of_mixed_sizes_is_read_page_by_page(blind):
    first = post_room.letter(0)[0]
    batch = post_room.read(
        paper.as_tiff([first, first.resize((800, 1100)), post_room.separator(), first.rotate(90, expand=True)])
    )
    assert batch.kind == "tiff"
    assert batch.page_count == 4
    assert [post_room.numbers(one) for one in post_room.items(batch)] == [[1, 2], [4]]


def test_a_photo_of_a_letter_is_read():
    batch = post_room.read(paper.photo(post_room.letter(5)[0]))
    (item,) = post_room.items(batch)
    assert item.state == ItemState.PROPOSED
    assert "gymnase" in item.read_subject


def test_a_page_too_pale_is_told_unreadable_and_kept():
    page = Image.blend(post_room.letter(0)[0], Image.new("L", paper.A4, 255), 0.94)
    noisy = paper.worn(page, paper.Wear(noise=28, seed=4))
    scribble = noisy.crop((0, 0, 1654, 2339))
    scribble.paste(60, (300, 300, 900, 306))
    scribble.paste(60, (300, 500, 700, 760))
    batch = post_room.read([scribble])
    (item,) = post_room.items(batch)
    assert item.state == ItemState.UNREADABLE
    assert "illisible" in item.reason
    assert ScanPage.objects.get(batch=batch).picture is not None


def test_an_infected_file_stops_with_its_sentence(monkeypatch):
    from files.scanners.demo import EICAR

    batch = post_room.read(tiny() + EICAR)
    assert batch.state == "failed"
    assert "virus" in batch.error
