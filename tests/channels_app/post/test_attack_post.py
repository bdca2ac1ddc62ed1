"""The post room under hostile hands: links in the watched folder, years that no letter has."""

import datetime as dt
import io
import os
import sys
import time

import pikepdf
import pytest
from PIL import Image

from channels_app.models import PostalItem, ScanBatch
from channels_app.operations import postal
from core.errors import Refused
from organisation.enums import Role
from tests import builders

pytestmark = pytest.mark.django_db
watching = sys.modules["channels_app.operations.postal.watch_scan_folder"]


def page(kind: str = "PNG", size: tuple[int, int] = (60, 80), **more: object) -> bytes:
    target = io.BytesIO()
    Image.new("1", size, 1).save(target, kind, **more)
    return target.getvalue()


def test_a_file_that_becomes_a_link_after_it_was_looked_at_is_not_followed(tmp_path, monkeypatch):
    builders.make_town()
    secret, folder = tmp_path / "secret.png", tmp_path / "scans"
    secret.write_bytes(page())
    folder.mkdir()
    (folder / "lettre.png").symlink_to(secret)
    os.mkfifo(folder / "tube.pdf")
    monkeypatch.setattr(watching, "_is_finished", lambda file: file.name != "fait")
    assert postal.watch_scan_folder(folder) == 0
    assert not ScanBatch.objects.exists()
    assert secret.exists()


def test_a_name_of_the_folder_is_never_a_path_nor_an_error(tmp_path):
    builders.make_town()
    folder = tmp_path / "scans"
    folder.mkdir()
    for rank, name in enumerate(
        (b"a..%2f..%2fx.png", "\u202egnp.exe.png".encode(), b"caf\xe9.png", b"a" * 250 + b".png")
    ):
        found = os.path.join(os.fsencode(folder), name)
        with open(found, "wb") as opened:
            opened.write(page(size=(60 + rank, 80)))
        old = time.time() - 3600
        os.utime(found, (old, old))
    assert postal.watch_scan_folder(folder) == 4, list(ScanBatch.objects.values_list("name", flat=True))


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(2000, 2, 29), dt.date(9999, 12, 31)])
def test_a_day_that_no_letter_of_today_has_enters_neither_register_nor_clock(day):
    by = builders.actor(builders.make_agent("accueil", Role.COUNTER))
    with pytest.raises(Refused):
        postal.register_postal_item(by=by, sender="Inconnu", received_on=day)
    with pytest.raises(Refused):
        postal.take_scan(page(), name="a.png", by=by, received_on=day)
    assert not PostalItem.objects.exists()
    assert not ScanBatch.objects.exists()


def _pdf(pages: int, *, box: tuple[float, ...] = (0, 0, 200, 200), **root: object) -> bytes:
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
            document.pages[-1].mediabox = box
        for name, value in root.items():
            document.Root[f"/{name}"] = value
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://127.0.0.1:9/')")
FRAMES = [Image.new("1", (8, 8), 1) for _frame in range(600)]
HOSTILE = {
    "no page": _pdf(0),
    "600 pages": _pdf(600),
    "a script at opening": _pdf(1, OpenAction=SCRIPT),
    "a page as large as a field": _pdf(1, box=(0, 0, 1e9, 1e9)),
    "a page without surface": _pdf(1, box=(0, 0, 0, 0)),
    "600 frames": page("TIFF", save_all=True, append_images=FRAMES),
    "a bomb of pixels": page("TIFF", size=(30_000, 30_000), compression="group4"),
    "a bomb of pixels, PNG": page(size=(30_000, 30_000)),
    "two kinds at once": page() + _pdf(1),
    "cut in two": _pdf(3)[:300],
    "a signature alone": b"II*\x00",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_scan_is_kept_and_told_and_stops_nothing(name, settings):
    settings.FILES_SCANNER = "demo"
    by = builders.actor(builders.make_agent("accueil", Role.COUNTER))
    batch = postal.take_scan(HOSTILE[name], name=f"../../{name}.pdf", by=by)
    assert postal.read_scan(batch.pk) in ("read", "failed")
    batch.refresh_from_db()
    assert batch.file is not None
    assert batch.error or batch.pages.filter(read_at__isnull=False).count() == batch.page_count
