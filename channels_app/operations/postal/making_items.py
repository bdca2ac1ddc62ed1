"""Once every page is read: letters are made, proposed, and those that bear our code join their request."""

from __future__ import annotations

from django.db import transaction

from channels_app.models import PostalItem, ScanBatch, ScanPage
from channels_app.operations.postal import describing
from channels_app.operations.postal.join_by_code import join_by_code
from channels_app.post.enums import ITEMS_TO_DO, BatchState
from channels_app.post.splitting import Group, Sheet, split
from core import calendar


def make_items(batch_id: int) -> None:
    """Each step is a commit of its own and knows what was done before: a worker killed anywhere doubles nothing."""
    _split(batch_id)
    bearers = PostalItem.objects.filter(batch_id=batch_id, state__in=ITEMS_TO_DO).exclude(deposit_code="")
    for item_id in list(bearers.order_by("rank").values_list("pk", flat=True)):
        join_by_code(item_id)
    _end(batch_id)


@transaction.atomic
def _split(batch_id: int) -> None:
    """The first time, letters are made of the pages; after a page was read again, what it says is proposed anew."""
    batch = ScanBatch.objects.locked(batch_id)
    pages = {page.number: page for page in ScanPage.objects.filter(batch=batch).order_by("number")}
    made = list(PostalItem.objects.filter(batch=batch).order_by("rank"))
    if made:
        for item in made:
            describing.describe_again(item)
        return
    sheets = [Sheet(page.number, page.kind, page.codes[0] if page.codes else "") for page in pages.values()]
    groups = split(sheets, on_blank=batch.split_on_blank)
    for rank, group in enumerate(groups, start=1):
        _make(batch, rank, group, pages)


def _make(batch: ScanBatch, rank: int, group: Group, pages: dict[int, ScanPage]) -> None:
    item = PostalItem(commune=batch.commune, batch=batch, rank=rank, boundary=group.boundary, service=batch.service)
    item.received_on, item.deposit_code = batch.received_on, group.code
    item.save(force_insert=True)
    own = [pages[number] for number in group.numbers]
    for position, page in enumerate(own, start=1):
        page.item, page.position = item, position
    ScanPage.objects.bulk_update(own, ["item", "position"])
    describing.describe(item, own)


@transaction.atomic
def _end(batch_id: int) -> None:
    batch = ScanBatch.objects.locked(batch_id)
    if batch.state in (BatchState.WAITING, BatchState.READING):
        batch.state, batch.read_at, batch.error = BatchState.READ, calendar.now(), ""
        batch.save(update_fields=["state", "read_at", "error"])
