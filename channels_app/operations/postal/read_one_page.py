"""One page of a scan: drawn, read, kept, in one commit; what cannot be read is told and the others go on."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError, transaction
from django.utils.translation import gettext as _
from PIL import Image

from channels_app.models import ScanPage
from channels_app.operations.storable import storable
from channels_app.post import conf, matching
from channels_app.post.enums import PageKind
from channels_app.post.ocr import Reader
from channels_app.post.rendering import PageUnreadable, Scan
from core import calendar
from core.actor import Actor
from files import reading
from files.enums import OwnerKind
from files.operations import attach, remove_of, store_own

if TYPE_CHECKING:
    from channels_app.post.page_reading import PageFound

logger = logging.getLogger(__name__)

BY = Actor.system("channels_app.post")


def read_one_page(page_id: int, scan: Scan | None, reader: Reader | None = None) -> None:
    """Of the scan, or of the picture an agent set upright. Never raises for what the page is."""
    page = _begin(page_id)
    if page.read_at is not None:
        return
    if page.attempts > conf.number("GRC_SCAN_TRIES"):
        _give_up(page_id, _("La lecture de cette page s’est interrompue à chaque essai : saisissez-la à la main."))
        return
    try:
        found = _found(page, scan, reader)
    except PageUnreadable as failure:
        _give_up(page_id, str(failure))
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one bad page never stops a batch; the worker itself is bounded
        logger.error("scan page %s could not be read: %s", page_id, type(error).__name__)
        _give_up(page_id, _("Une erreur imprévue a arrêté la lecture de cette page : elle est gardée sans texte."))
    else:
        _keep(page_id, found)


@transaction.atomic
def _begin(page_id: int) -> ScanPage:
    """Counts a try, committed before the page is opened: one that kills its worker cannot hide it."""
    page = ScanPage.objects.select_related("batch__commune", "picture").select_for_update(of=("self",)).get(pk=page_id)
    if page.read_at is None:
        page.attempts += 1
        page.save(update_fields=["attempts"])
    return page


def _found(page: ScanPage, scan: Scan | None, reader: Reader | None) -> PageFound:
    from channels_app.post.page_reading import read_page  # numpy behind it: for those that read pages

    today = calendar.today(page.batch.commune)
    if page.picture_id is not None:
        stored = reading.open_file(page.picture_id, by=BY).content
        upright = Image.open(io.BytesIO(stored), formats=["JPEG"]).convert("L")
        return read_page(upright, today=today, turned=0, reader=reader)
    assert scan is not None  # noqa: S101 - narrows the type
    return read_page(scan.page(page.number), today=today, reader=reader)


@transaction.atomic
def _keep(page_id: int, found: PageFound) -> None:
    page = ScanPage.objects.select_related("batch").select_for_update(of=("self",)).get(pk=page_id)
    if page.read_at is not None:
        # Another worker was quicker: its reading is the one.
        return
    again = page.picture_id is not None
    codes = matching.ours(found.deposits)
    if not codes and (mended := matching.mended(found.printed)):
        codes = [mended]
    page.kind, page.codes = found.kind, codes
    page.text, page.confidence, page.blocks = storable(found.text), found.confidence, found.letter.boxes
    page.read_sender = storable(found.letter.sender, 400)
    page.read_subject = storable(found.letter.subject, 200)
    page.written_on, page.problem = found.letter.written_on, storable(_problem(found, codes), 300)
    if not again:
        page.turned, page.skew = found.turned, found.skew
    page.read_at = calendar.now()
    put_picture(page, found.jpeg(), found.image.size)
    page.save()


def _problem(found: PageFound, codes: list[str]) -> str:
    if len(codes) > 1:
        return _("Plusieurs codes de dépôt sur cette page : à rattacher à la main.")
    if found.deposits and not codes:
        return _("Le code de dépôt de cette page n’est celui d’aucune demande : à traiter à la main.")
    return found.problem


def put_picture(page: ScanPage, content: bytes, size: tuple[int, int]) -> None:
    """In the caller’s transaction; the picture it replaces goes. The caller saves the page."""
    old = page.picture_id
    picture = store_own(
        content,
        name=f"page-{page.number}.jpg",
        content_type="image/jpeg",
        commune_id=page.batch.commune_id,
        owner_kind=OwnerKind.SCAN_PAGE,
        by=BY,
    )
    if old is not None:
        page.picture = None
        page.save(update_fields=["picture"])
        remove_of(OwnerKind.SCAN_PAGE, [page.pk], by=BY)
    attach([picture.pk], OwnerKind.SCAN_PAGE, page.pk)
    page.picture, page.width, page.height = picture, size[0], size[1]


@transaction.atomic
def _give_up(page_id: int, sentence: str) -> None:
    page = ScanPage.objects.locked(page_id)
    if page.read_at is None:
        page.kind, page.problem, page.read_at = PageKind.UNREADABLE, sentence[:300], calendar.now()
        page.save(update_fields=["kind", "problem", "read_at"])
