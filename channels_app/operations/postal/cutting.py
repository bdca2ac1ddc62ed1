"""Pages move between the letters of a batch: an agent corrects what the reading split."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from channels_app.models import PostalItem, ScanPage
from channels_app.operations.postal import describing, handling
from channels_app.post.enums import Boundary
from core import search
from core.actor import Actor
from core.errors import Refused


@transaction.atomic
def split_item(item_id: int, at_page: int, *, by: Actor, revision: int | None = None) -> PostalItem:
    """``at_page`` (its id) and those after it become a letter of their own, returned. Raises Refused, Forbidden…"""
    item = handling.to_do(item_id, by=by, revision=revision)
    pages = describing.pages_of(item)
    place = next((rank for rank, page in enumerate(pages) if page.pk == at_page), None)
    if place is None:
        raise Refused(_("Cette page n’est plus dans ce pli : rechargez l’écran."))
    if place == 0:
        raise Refused(_("Ce pli commence déjà à cette page."))
    PostalItem.objects.filter(batch_id=item.batch_id, rank__gt=item.rank).update(rank=F("rank") + 1)
    new = PostalItem(
        commune=item.commune,
        batch=item.batch,
        rank=item.rank + 1,
        boundary=Boundary.HAND,
        service=item.service,
        confidential=item.confidential,
        received_on=item.received_on,
    )
    new.save(force_insert=True)
    _give(new, pages[place:])
    _give(item, pages[:place])
    return new


@transaction.atomic
def join_items(item_id: int, other_id: int, *, by: Actor) -> PostalItem:
    """The pages of the other letter follow those of the first, and the other is no more. Raises Refused, Forbidden…"""
    if item_id == other_id:
        raise Refused(_("Choisissez deux plis différents."))
    # Always in the same order: two agents who cross do not wait for each other for ever.
    locked = {one: handling.to_do(one, by=by) for one in sorted((item_id, other_id))}
    item, other = locked[item_id], locked[other_id]
    if item.batch_id is None or item.batch_id != other.batch_id:
        raise Refused(_("Ces deux plis ne viennent pas du même lot : ils ne peuvent pas être réunis."))
    if other.confidential and not item.confidential:
        item.confidential, item.service = True, other.service
    item.deposit_code = item.deposit_code or other.deposit_code
    pages = [*describing.pages_of(item), *describing.pages_of(other)]
    _give(item, pages)
    search.remove("postal_item", other.pk)
    other.delete()
    PostalItem.objects.filter(batch_id=item.batch_id, rank__gt=other.rank).update(rank=F("rank") - 1)
    item.refresh_from_db()
    return item


def _give(item: PostalItem, pages: list[ScanPage]) -> None:
    for position, page in enumerate(pages, start=1):
        page.item, page.position = item, position
    ScanPage.objects.bulk_update(pages, ["item", "position"])
    item.revision += 1
    describing.describe(item, pages)
