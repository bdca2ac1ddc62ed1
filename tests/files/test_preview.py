import io

import pytest
from PIL import Image

from files import previews, reading
from files.enums import PreviewState
from files.models import StoredFile
from files.operations import make_preview, rescan_pending
from files.querysets import previews_of
from tests.files import documents


def test_the_first_page_of_a_document_is_drawn(scanned):
    stored = scanned()
    preview = make_preview(stored.pk)
    picture = Image.open(io.BytesIO(reading.content_for_scan(preview)))
    assert (picture.format, max(picture.size)) == ("PNG", 900)
    assert stored.preview == preview


def test_a_photo_is_made_small(scanned):
    preview = make_preview(scanned(documents.jpeg((2000, 1000)), "photo.jpg").pk)
    picture = Image.open(io.BytesIO(reading.content_for_scan(preview)))
    assert (picture.size, picture.format) == ((900, 450), "JPEG"), "in PNG its grain would weigh a megabyte"
    assert (preview.content_type, preview.name[-4:]) == ("image/jpeg", ".jpg")


def test_an_office_document_has_no_preview(scanned):
    stored = scanned(documents.docx(), "lettre.docx")
    assert stored.preview_state == PreviewState.NONE
    assert make_preview(stored.pk) is None


def test_nothing_is_drawn_before_the_antivirus_has_spoken(keep):
    stored = keep()
    assert make_preview(stored.pk) is None
    stored.refresh_from_db()
    assert stored.preview_state == PreviewState.WANTED


def test_a_preview_is_made_once(scanned):
    stored = scanned()
    assert make_preview(stored.pk) == make_preview(stored.pk)
    assert StoredFile.objects.filter(owner_kind="preview").count() == 1


def test_the_sweep_makes_the_previews_that_were_left_out(scanned):
    stored = scanned()
    rescan_pending()
    assert stored.preview


def test_a_page_that_takes_too_long_gives_no_preview_and_is_not_tried_again(scanned, monkeypatch):
    def slow(content, content_type):
        raise previews.Undrawable("timeout")

    monkeypatch.setattr(previews, "draw", slow)
    stored = scanned()
    assert make_preview(stored.pk) is None
    stored.refresh_from_db()
    assert stored.preview_state == PreviewState.FAILED


def test_the_renderer_is_bounded_in_memory(settings):
    settings.FILES_PREVIEW_MEMORY = 1024 * 1024
    with pytest.raises(previews.Undrawable):
        previews.draw(documents.pdf(), "application/pdf")


def test_the_renderer_is_bounded_in_time(settings):
    settings.FILES_PREVIEW_TIMEOUT = 0
    with pytest.raises(previews.Undrawable):
        previews.draw(documents.pdf(), "application/pdf")


def test_rubbish_gives_no_picture():
    for content_type in ("application/pdf", "image/png"):
        with pytest.raises(previews.Undrawable):
            previews.draw(b"rubbish", content_type)


def test_the_previews_of_a_list_cost_one_query(scanned, django_assert_num_queries):
    files = [scanned(documents.jpeg(), f"{n}.jpg") for n in range(3)]
    for stored in files:
        make_preview(stored.pk)
    with django_assert_num_queries(1):
        assert set(previews_of(files)) == {stored.pk for stored in files}
