"""A page the scanner laid on its side, or a batch to be read again."""

from __future__ import annotations

import io

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from channels_app.models import PostalItem, ScanBatch, ScanPage
from channels_app.operations.postal import handling
from channels_app.operations.postal.read_one_page import put_picture
from channels_app.operations.postal.waking import wake_reading
from channels_app.post.enums import ITEMS_TO_DO, BatchState, PageKind
from channels_app.post.policies import can_see_batch
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused
from files import reading

BY = Actor.system("channels_app.post")
_QUALITY = 80


@transaction.atomic
def turn_page(page_id: int, *, by: Actor, degrees: int = 90) -> ScanPage:
    """Clockwise by quarters: the picture at once, its text a moment later. Raises Refused, Forbidden, IllegalMove."""
    if degrees not in (90, 180, 270):
        raise Refused(_("Une page tourne d’un quart, d’un demi-tour ou de trois quarts."))
    page = ScanPage.objects.select_related("batch").select_for_update(of=("self",)).filter(pk=page_id).first()
    if page is None or page.item_id is None:
        raise Forbidden(_("Cette page n’existe pas ou n’est pas pour vos services."))
    handling.to_do(page.item_id, by=by)
    if page.picture_id is None:
        raise Refused(_("Cette page n’a pas d’image : numérisez-la à nouveau."))
    stored = reading.open_file(page.picture_id, by=BY).content
    from channels_app.post.picture import upright  # numpy behind it

    turned = upright(_opened(stored), turned=degrees, skew=0.0)
    output = io.BytesIO()
    turned.save(output, "JPEG", quality=_QUALITY, dpi=(200, 200))
    put_picture(page, output.getvalue(), turned.size)
    page.turned = (page.turned + degrees) % 360
    page.read_at, page.attempts, page.problem = None, 0, ""
    page.save()
    _read_again(page.batch_id)
    return page


def _opened(stored: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(stored), formats=["JPEG"]).convert("L")
    except OSError as damaged:
        raise Refused(_("L’image de cette page ne s’ouvre plus : numérisez la feuille à nouveau.")) from damaged


@transaction.atomic
def rescan(batch_id: int, *, by: Actor) -> ScanBatch:
    """Reads again what stopped: the whole batch, or its pages that could not be read. Raises Forbidden, Refused."""
    batch = ScanBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None or not can_see_batch(by, batch):
        raise Forbidden(_("Ce lot n’existe pas ou n’est pas pour vos services."))
    if batch.state in (BatchState.WAITING, BatchState.READING):
        _read_again(batch.pk)
        return batch
    if batch.state == BatchState.READ:
        open_items = PostalItem.objects.filter(batch=batch, state__in=ITEMS_TO_DO)
        unreadable = ScanPage.objects.filter(batch=batch, kind=PageKind.UNREADABLE, item__in=open_items)
        if not unreadable.update(read_at=None, attempts=0, problem=""):
            raise Refused(_("Toutes les pages de ce lot sont lues."))
    _read_again(batch.pk)
    batch.refresh_from_db()
    return batch


def _read_again(batch_id: int) -> None:
    now = calendar.now()
    ScanBatch.objects.filter(pk=batch_id).update(state=BatchState.WAITING, error="", due_at=now)
    transaction.on_commit(lambda: wake_reading(batch_id), robust=True)
