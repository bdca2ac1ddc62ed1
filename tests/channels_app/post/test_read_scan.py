"""A scan is split, set upright, read and proposed; nothing is lost, nothing doubled."""

import pytest

from channels_app.models import PostalItem, ScanBatch, ScanPage
from channels_app.operations import postal
from channels_app.operations.postal import read_one_page
from channels_app.post import ocr, rendering
from channels_app.post.enums import Boundary, ItemState, PageKind
from channels_app.tasks import read_due_scans, read_scan
from files.models import StoredFile
from requests_app.models import Message
from tests.builders import make_request
from tests.channels_app.post import letters_on_paper as paper, post_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def blind(monkeypatch):
    """Pages are drawn and judged; no text is read: quick."""
    monkeypatch.setattr(ocr, "read_lines", lambda picture: [ocr.Line("Une ligne de texte", 9, 9, 90, 9, 95.0)])
    monkeypatch.setattr(ocr, "side_up", lambda picture: 0)


def test_letters_are_split_at_separator_sheets_and_proposed():
    worn = paper.Wear(skew=2.1, noise=10, grey=235, turned=180, holes=True)
    pages = [paper.worn(post_room.letter(0)[0], worn), post_room.separator(), *post_room.letter(3)]
    batch = post_room.read(pages)
    first, second = post_room.items(batch)
    assert (first.state, second.state) == (ItemState.PROPOSED, ItemState.PROPOSED)
    assert first.read_sender == "Robert Zimmermann, 5 allée des Tilleuls, 99000 Admiville"
    assert first.read_subject == "Arbre dangereux, allée des Tilleuls"
    assert str(first.written_on) == "2026-11-12"
    assert second.boundary == Boundary.SEPARATOR
    assert (post_room.numbers(first), post_room.numbers(second)) == ([1], [3])
    turned = ScanPage.objects.get(batch=batch, number=1)
    assert turned.turned == 180
    assert abs(turned.skew + 2.1) < 0.4


def test_a_page_with_the_code_of_a_request_joins_it_with_those_that_follow():
    made = make_request()
    pages = [
        paper.worn(paper.cover_sheet(made.deposit_code), paper.Wear(skew=-2, noise=8, grey=230)),
        *post_room.letter(1),
    ]
    batch = post_room.read([*pages, post_room.separator(), *post_room.letter(2)])
    joined, other = post_room.items(batch)
    assert joined.state == ItemState.JOINED
    assert joined.request == made
    assert joined.arrival_number.startswith("A-")
    assert joined.arrival_number.endswith("-000001")
    assert other.state == ItemState.PROPOSED
    message = Message.objects.get(request=made)
    assert message == joined.message
    assert message.channel == "post"
    assert StoredFile.objects.get(owner_kind="message", owner_id=message.pk).content_type == "application/pdf"


def test_blank_pages_separate_only_where_the_batch_is_set_so(blind):
    pages = [post_room.letter(0)[0], paper.blank(), post_room.letter(1)[0]]
    together, apart = post_room.read(pages), post_room.read([*pages, paper.blank()], split_on_blank=True)
    assert [post_room.numbers(one) for one in post_room.items(together)] == [[1, 2, 3]]
    assert [post_room.numbers(one) for one in post_room.items(apart)] == [[1], [3]]
    assert post_room.items(apart)[1].boundary == Boundary.BLANK
    assert ScanPage.objects.filter(batch=apart, kind=PageKind.BLANK).count() == 2


def test_a_killed_worker_goes_on_where_it_was_and_doubles_nothing(blind, monkeypatch):
    batch = post_room.take([post_room.letter(rank)[0] for rank in range(3)])
    real, seen = read_one_page.read_one_page, []

    def killed(page_id, scan, reader=None):
        if len(seen) == 1:
            raise SystemExit
        seen.append(page_id)
        real(page_id, scan)

    monkeypatch.setattr("channels_app.operations.postal.read_one_page.read_one_page", killed)
    with pytest.raises(SystemExit):
        postal.read_scan(batch.pk)
    assert ScanPage.objects.filter(batch=batch, read_at__isnull=False).count() == 1
    monkeypatch.setattr("channels_app.operations.postal.read_one_page.read_one_page", real)
    assert postal.read_scan(batch.pk) == "read"
    assert ScanPage.objects.filter(batch=batch).count() == 3
    assert PostalItem.objects.filter(batch=batch).count() == 1
    assert StoredFile.objects.filter(owner_kind="scan_page").count() == 3


def test_a_page_that_kills_each_worker_is_left_and_the_others_are_read(blind):
    batch = post_room.take([post_room.letter(0)[0], post_room.letter(1)[0]])
    postal.read_scan(batch.pk, seconds=0)
    ScanPage.objects.filter(batch=batch, number=2).update(attempts=3)
    assert postal.read_scan(batch.pk) == "read"
    left = ScanPage.objects.get(batch=batch, number=2)
    assert left.kind == PageKind.UNREADABLE
    assert "interrompue" in left.problem


def test_reading_three_times_makes_the_same_letters_once(blind):
    batch = post_room.take([post_room.letter(0)[0], post_room.separator(), post_room.letter(1)[0]])
    assert [read_scan(batch.pk) for _ in range(3)] == ["read", "read", "read"]
    assert PostalItem.objects.filter(batch=batch).count() == 2


def test_the_sweep_three_times_wakes_what_waits_and_changes_nothing(blind):
    batch = post_room.take([post_room.letter(0)[0]])
    assert [read_due_scans() for _ in range(3)] == [1, 1, 1]
    postal.read_scan(batch.pk)
    assert read_due_scans() == 0
    assert ScanBatch.objects.count() == 1


def test_one_visit_reads_as_much_as_its_time_and_asks_for_another(blind):
    batch = post_room.take([post_room.letter(rank)[0] for rank in range(3)])
    assert postal.read_scan(batch.pk, seconds=0) == "reading"
    assert ScanPage.objects.filter(batch=batch, read_at__isnull=False).count() == 1


def test_a_page_that_cannot_be_drawn_is_told_and_the_others_are_read(blind, monkeypatch):
    real = rendering.Scan.page

    def broken(self, number):
        if number == 1:
            raise rendering.PageUnreadable("Cette page est abîmée dans le fichier : numérisez-la à nouveau.")
        return real(self, number)

    monkeypatch.setattr(rendering.Scan, "page", broken)
    batch = post_room.read([post_room.letter(0)[0], post_room.separator(), post_room.letter(1)[0]])
    first, second = post_room.items(batch)
    assert first.state == ItemState.UNREADABLE
    assert "abîmée" in first.reason
    assert second.state == ItemState.PROPOSED
