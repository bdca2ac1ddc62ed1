"""What the pages of a letter say becomes its proposals; a confidential matter is veiled at once. Saves and indexes."""

from __future__ import annotations

from collections.abc import Sequence

from channels_app.models import PostalItem, ScanPage
from channels_app.post import indexing
from channels_app.post.enums import ItemState, PageKind
from channels_app.post.proposing import propose

# Only these may be proposed anew: an agent has settled the others.
_OPEN = (ItemState.PROPOSED, ItemState.UNREADABLE)


def describe(item: PostalItem, pages: Sequence[ScanPage]) -> None:
    """In the caller’s transaction. A page that cannot be read, alone, makes the letter unreadable."""
    first = next((page for page in pages if page.read_sender or page.read_subject), None)
    item.read_sender = first.read_sender if first else ""
    item.read_subject = first.read_subject if first else ""
    item.written_on = next((page.written_on for page in pages if page.written_on), None)
    text = "\n".join(page.text for page in pages if page.text)
    item.state = ItemState.PROPOSED if text or item.deposit_code else ItemState.UNREADABLE
    item.reason = next((page.problem for page in pages if page.problem), "")
    _propose(item, text)
    item.save()
    indexing.index(item)


def describe_again(item: PostalItem) -> None:
    if item.state in _OPEN:
        pages = list(ScanPage.objects.filter(item=item).order_by("position"))
        code = next((page.codes[0] for page in pages if page.codes), "")
        item.deposit_code = item.deposit_code or code
        item.revision += 1
        describe(item, pages)


def pages_of(item: PostalItem) -> list[ScanPage]:
    return list(ScanPage.objects.filter(item=item).exclude(kind=PageKind.SEPARATOR).order_by("position", "number"))


def _propose(item: PostalItem, text: str) -> None:
    address = item.read_sender.partition(", ")[2]
    found = propose(item.commune_id, subject=item.read_subject, text=text, address=address)
    item.proposed_procedure, item.procedure_reason = found.procedure, found.procedure_reason
    item.proposed_service, item.service_reason = found.service, found.service_reason
    if found.confidential and found.procedure is not None:
        # Whoever opened the envelope hands it over: its text, its sender and its object are not theirs to read.
        item.confidential, item.service = True, found.procedure.service
