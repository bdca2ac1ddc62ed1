import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import Refused
from files import conf, reading, storage
from files.enums import ScanState
from files.models import StoredFile
from files.operations import ACCEPT_IMAGES, store_own
from tests.files import documents

HONEST = {
    "livret.pdf": (documents.pdf, "application/pdf", "livret.pdf"),
    "photo.jpg": (documents.jpeg, "image/jpeg", "photo.jpg"),
    "PHOTO.JPEG": (documents.jpeg, "image/jpeg", "PHOTO.jpeg"),
    "capture.png": (documents.png, "image/png", "capture.png"),
    "IMG_0042.HEIC": (documents.heic, "image/jpeg", "IMG_0042.jpg"),
    "trou.webp": (documents.webp, "image/jpeg", "trou.jpg"),
    "lettre.odt": (documents.odt, "application/vnd.oasis.opendocument.text", "lettre.odt"),
    "lettre.docx": (
        documents.docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "lettre.docx",
    ),
    "budget.xlsx": (
        documents.xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "budget.xlsx",
    ),
    "budget.ods": (
        lambda: documents.odt(kind="spreadsheet"),
        "application/vnd.oasis.opendocument.spreadsheet",
        "budget.ods",
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_the_documents_people_have_are_kept(name, keep):
    build, content_type, kept_name = HONEST[name]
    stored = keep(build(), name)
    content = reading.content_for_scan(stored)
    assert (stored.content_type, stored.name) == (content_type, kept_name)
    assert stored.scan_state == ScanState.PENDING
    assert stored.size == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()


def test_what_was_received_can_be_recognised_later(keep):
    content = documents.jpeg()
    assert keep(content, "a.jpg").metadata["received_sha256"] == hashlib.sha256(content).hexdigest()


def test_the_disk_holds_nothing_readable_nor_the_name(keep):
    stored = keep(documents.odt(content="<secret>Madame Castaing</secret>"), "castaing.odt")
    assert not [path for path in conf.root().rglob("*") if "castaing" in path.name.lower()]
    sealed = storage.read(stored.path)
    assert b"PK\x03\x04" not in sealed
    assert stored.path.startswith(f"{stored.commune_id}/")


def test_two_files_share_neither_key_nor_bytes(keep):
    one, other = keep(name="a.pdf"), keep(name="a.pdf")
    assert one.wrapped_key != other.wrapped_key
    assert storage.read(one.path) != storage.read(other.path)


def test_an_upload_is_never_read_beyond_the_limit(keep, settings):
    settings.MAX_UPLOAD_BYTES = 1000

    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size=-1):
            self.asked += size
            assert 0 < size <= 1001
            return b"x" * size

    with pytest.raises(Refused, match="trop lourd"):
        keep(Endless(), "film.pdf")


def test_an_announced_size_is_believed_when_it_is_too_big(keep, settings):
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(Refused, match="Le fichier « gros.pdf » est trop lourd"):
        keep(SimpleUploadedFile("gros.pdf", b"%PDF-" + b"x" * 100), "gros.pdf")


def test_an_upload_object_is_accepted(keep):
    assert keep(SimpleUploadedFile("livret.pdf", documents.pdf()), "livret.pdf").size > 0


def test_a_field_may_ask_for_photos_only(keep):
    with pytest.raises(Refused, match="Types acceptés : JPG, JPEG, PNG, HEIC, HEIF, WEBP"):
        keep(documents.pdf(), "livret.pdf", accept=ACCEPT_IMAGES)
    assert keep(documents.jpeg(), "a.jpg", accept=["jpeg"]).is_image


def test_a_full_disk_is_told_and_leaves_no_row(keep, monkeypatch):
    def full(path, sealed):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "write", full)
    with pytest.raises(Refused, match="Réessayez dans quelques minutes"):
        keep()
    assert not StoredFile.objects.exists()


def test_what_we_render_is_kept_byte_for_byte_and_readable_at_once(commune, agent):
    stored = store_own(
        b"%PDF-1.7 fait par nous",
        name="accuse.pdf",
        content_type="application/pdf",
        commune_id=commune.pk,
        owner_kind="dispatch",
        owner_id=4,
        by=agent,
    )
    assert reading.content_for_scan(stored) == b"%PDF-1.7 fait par nous"
    assert stored.scan_state == ScanState.CLEAN
    assert stored.scan_due_at is None


ACCELERATOR = (
    '<!DOCTYPE accel:list PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "accelerator.dtd"><accel:list/>'
)


def test_the_innocent_parts_office_suites_write_are_no_reason_to_refuse(keep):
    keep(documents.odt(("Configurations2/accelerator/current.xml", ACCELERATOR)), "lettre.odt")
    keep(documents.odt(content='<a><text:bookmark-start text:name="__DdeLink__8_7"/></a>'), "collage.odt")
    keep(documents.docx(("word/media/image1.svg", "<svg/>"), ("docProps/thumbnail.jpeg", documents.jpeg())), "a.docx")
    keep(documents.xlsx(("xl/worksheets/sheet1.xml", '<f>"oui|non"&amp;Feuil1!A1</f>')), "choix.xlsx")
    keep(documents.xlsx(("xl/printerSettings/printerSettings1.bin", b"\0" * 100)), "budget.xlsx")
