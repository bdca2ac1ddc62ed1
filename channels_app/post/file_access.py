"""Who reads the files of the scanner: whoever may see the letter they show, and the address that is on it."""

from __future__ import annotations

from channels_app.models import PostalItem, ScanBatch, ScanPage
from channels_app.post import protecting
from channels_app.post.enums import BatchState, PageKind
from channels_app.post.policies import can_see_batch, can_see_item, items_visible_to
from core.actor import Actor
from files import policies as file_policies
from files.enums import OwnerKind
from files.models import StoredFile

# Pages that say nothing of anybody.
_EMPTY = frozenset({PageKind.BLANK, PageKind.SEPARATOR})


def _scan(actor: Actor, stored: StoredFile) -> bool:
    """The whole file, for who opens this mail and may see each of its letters."""
    batch = ScanBatch.objects.filter(pk=stored.owner_id or 0).first()
    if batch is None or not can_see_batch(actor, batch):
        return False
    if batch.state not in (BatchState.READ, BatchState.FAILED):
        # Nobody knows yet whose letters these are.
        return False
    letters = PostalItem.objects.filter(batch=batch)
    if letters.exclude(items_visible_to(actor)).exists():
        return False
    return not protecting.hidden_from(actor, letters.select_related("request"))


def _page(actor: Actor, stored: StoredFile) -> bool:
    pages = ScanPage.objects.select_related("item__request", "batch")
    page = pages.filter(pk=stored.owner_id or 0).first()
    if page is None:
        return False
    if page.item is not None:
        return can_see_item(actor, page.item) and not protecting.hides(page.item, actor)
    return page.kind in _EMPTY and can_see_batch(actor, page.batch)


def register() -> None:
    file_policies.register(OwnerKind.SCAN, _scan)
    file_policies.register(OwnerKind.SCAN_PAGE, _page)
