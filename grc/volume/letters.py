"""A letter on paper: scanned, read, registered and filed by the desk, through the operations of the mail room."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import nullcontext
from unittest import mock

from PIL import Image, ImageDraw

from channels_app.models import PostalItem
from channels_app.operations import postal
from channels_app.post import ocr
from core.actor import Actor
from core.models import Commune
from core.templatetags.grc_dates import date_simple
from files.operations import scan
from grc.seeding.clock import clock_at
from grc.volume import placeholders as the
from requests_app.models import ServiceRequest

OPENED = dt.timedelta(minutes=40)
_A4 = (827, 1170)
_TOP, _STEP = 90, 26


class _Given(ocr.Reader):
    """Tells the lines it was given: nothing is read on the stage."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def lines(self, picture: Image.Image) -> list[ocr.Line]:
        return [
            ocr.Line(text, 160, 200 + rank * 60, 14 * len(text), 40, 95.0, block=rank // 4)
            for rank, text in enumerate(self._lines)
        ]

    def side(self, picture: Image.Image) -> int:
        return 0


def file_letter(commune: Commune, at: dt.datetime, clerk_id: int, home: str) -> ServiceRequest:
    by, sender = Actor.agent(clerk_id), f"{the.FIRST} {the.FAMILY}, {home}"
    said = [
        f"{the.FIRST} {the.FAMILY}", home, f"{commune.name}, le {date_simple(at.date())}", f"Objet : {the.OBJECT}",
        "Madame, Monsieur,", the.TEXT,
    ]  # fmt: skip
    with clock_at(at - OPENED):
        batch = postal.take_scan(_sheet(), name="courrier-du-jour.png", by=by, commune_id=commune.pk)
        if batch.file_id is not None:
            scan(batch.file_id)
        # Its lock counts in 32 bits, the rows of the stage in 64: alone here all the same.
        with mock.patch("channels_app.operations.postal.read_scan._alone", lambda _pk: nullcontext(True)):
            postal.read_scan(batch.pk, seconds=60, reader=_Given(said))
    item = PostalItem.objects.get(batch=batch)
    with clock_at(at):
        return postal.file_postal_item(
            item.pk, by=by, sender=sender, subject=the.OBJECT,
            new_person={"family_name": the.FAMILY, "first_names": the.FIRST, "email": the.EMAIL},
        )  # fmt: skip


def _sheet() -> bytes:
    page = Image.new("L", _A4, 255)
    pen = ImageDraw.Draw(page)
    for rank in range(12):
        pen.rectangle((80, _TOP + rank * _STEP, 700 - 31 * (rank % 5), _TOP + rank * _STEP + 9), fill=20)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
