"""The mail room of the tests: who opens the mail, and a scan taken and read as a worker does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from PIL import Image

from accounts.models import User
from channels_app.models import PostalItem, ScanBatch, ScanPage
from channels_app.operations import postal
from channels_app.post.separator import separator_pdf
from organisation.enums import Role
from tests.builders import SYSTEM, make_agent, make_town
from tests.channels_app.post import letters_on_paper as paper

_drawn: dict[str, list[Image.Image]] = {}


def mail_agent(**fields: Any) -> User:
    """Claire opens the mail of the town."""
    return make_agent("accueil", Role.COUNTER, **fields)


def social_agent() -> User:
    return make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL)


def letter(rank: int = 0) -> list[Image.Image]:
    """The clean pages of one of the nine letters, drawn once a session."""
    return _once(f"letter-{rank}", lambda: paper.sheets(paper.LETTERS[rank]))


def social_letter() -> list[Image.Image]:
    return _once("social", lambda: paper.sheets(paper.SOCIAL))


def separator() -> Image.Image:
    return _once("separator", lambda: paper.raster(separator_pdf(paper.ADMIVILLE)))[0]


def _once(key: str, draw) -> list[Image.Image]:
    if key not in _drawn:
        _drawn[key] = draw()
    return [page.copy() for page in _drawn[key]]


def take(pages: list[Image.Image] | bytes, **more: Any) -> ScanBatch:
    make_town()
    settings.FILES_SCANNER = "demo"
    raw = pages if isinstance(pages, bytes) else paper.as_pdf(pages)
    return postal.take_scan(raw, name="lot.pdf", **{"by": SYSTEM, **more})


def read(pages: list[Image.Image] | bytes, **more: Any) -> ScanBatch:
    """Taken, then read to its end by as many visits as it takes."""
    batch = take(pages, **more)
    while postal.read_scan(batch.pk) in ("waiting", "reading"):
        pass
    batch.refresh_from_db()
    return batch


def items(batch: ScanBatch) -> list[PostalItem]:
    return list(PostalItem.objects.filter(batch=batch).order_by("rank"))


def numbers(item: PostalItem) -> list[int]:
    """Places of its pages in the scan."""
    return list(ScanPage.objects.filter(item=item).order_by("position").values_list("number", flat=True))
