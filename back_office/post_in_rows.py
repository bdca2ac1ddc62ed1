"""The letters of the day in the first column: rows made from the reading, no query of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from channels_app.models import ScanBatch, ScanPage
from channels_app.post.enums import ITEMS_TO_DO, BatchState, ItemState, ScanSource
from channels_app.post.reading import BatchView, Day, ItemLine
from core.templatetags.grc_dates import heure

from .post_in_state import PostState

# State: colour of the tag and icon; the words beside them say the same.
TAGS = {
    ItemState.PROPOSED: ("info", "pencil"),
    ItemState.UNREADABLE: ("warning", "triangle-alert"),
    ItemState.BY_HAND: ("warning", "triangle-alert"),
    ItemState.RESERVED: ("info", "file-pen-line"),
    ItemState.REGISTERED: ("success", "check"),
    ItemState.JOINED: ("success", "check"),
    ItemState.FILED: ("success", "check"),
    ItemState.SET_ASIDE: ("neutral", "archive"),
}
MOST_THUMBNAILS = 6


@dataclass(frozen=True)
class Thumbnail:
    """``picture`` is empty for a page that could not be drawn."""

    label: str
    url: str
    picture: str
    current: bool


@dataclass(frozen=True)
class Row:
    """``url`` is empty for a veiled letter: only its title may be shown."""

    label: str
    title: str
    detail: str = ""
    url: str = ""
    identifier: str = ""
    state: str = ""
    state_label: str = ""
    colour: str = "neutral"
    icon: str = "clock"
    boundary: str = ""
    note: str = ""
    arrival_number: str = ""
    request_number: str = ""
    request_url: str = ""
    to_do: bool = False
    current: bool = False
    thumbnails: list[Thumbnail] = field(default_factory=list)
    more_pages: int = 0

    @property
    def has_something_to_say(self) -> bool:
        return bool(self.note or self.request_number or not self.url)

    @property
    def joined(self) -> bool:
        return self.state == ItemState.JOINED


@dataclass(frozen=True)
class BatchRows:
    """``progress`` while it is read; ``error`` when the reading stopped, in words."""

    batch: ScanBatch | None
    title: str
    detail: str
    rows: list[Row]
    progress: str = ""
    read_count: int = 0
    error: str = ""

    @property
    def registered(self) -> int:
        return sum(1 for row in self.rows if row.arrival_number)


def batches(day: Day, state: PostState, opened: str) -> list[BatchRows]:
    found = [_batch(one, state, opened) for one in day.batches]
    if day.without_scan:
        rows = [_row(line, "", state, opened) for line in day.without_scan]
        found.append(BatchRows(None, _("Sans numérisation, ou d’un autre lot"), "", rows))
    return found


def letters(found: list[BatchRows]) -> Iterator[Row]:
    """Those this agent may open, in the order of the column."""
    for batch in found:
        yield from (row for row in batch.rows if row.url)


def _batch(view: BatchView, state: PostState, opened: str) -> BatchRows:
    batch = view.batch
    failed = batch.state == BatchState.FAILED
    return BatchRows(
        batch=batch,
        title=_("Lot %d") % batch.rank,
        detail=_origin(batch),
        rows=[_row(line, _("Pli %d") % line.rank, state, opened) for line in view.lines],
        progress="" if failed else view.progress,
        read_count=view.read_count,
        error=view.progress if failed else "",
    )


def _origin(batch: ScanBatch) -> str:
    """« numérisé à 9 h 20 par Claire Lemoine, 9 pages »."""
    who = {
        ScanSource.FOLDER: _("par le scanner"),
        ScanSource.MAILBOX: _("par le courriel du scanner"),
    }.get(ScanSource(batch.source), _("par %s") % batch.taken_by.display_name if batch.taken_by else "")
    said = " ".join(part for part in (_("numérisé à %s") % heure(batch.taken_at), who) if part)
    pages = ngettext("%d page", "%d pages", batch.page_count) % batch.page_count if batch.page_count else ""
    return ", ".join(part for part in (said, pages) if part)


def _row(line: ItemLine, label: str, state: PostState, opened: str) -> Row:
    item = line.item
    if item is None:
        return Row(label, line.title, icon="lock", arrival_number=line.arrival_number, boundary=line.boundary_label)
    identifier = str(item.public_id)
    colour, icon = TAGS[ItemState(line.state)]
    current = identifier == opened
    pages = ngettext("%d page", "%d pages", line.page_count) % line.page_count if line.page_count else ""
    return Row(
        label=label or line.arrival_number or _("Pli %d") % line.rank,
        title=line.title[:1].upper() + line.title[1:],
        detail=", ".join(part for part in (name_of(line.sender), pages) if part),
        url=state.of_item(identifier),
        identifier=identifier,
        state=line.state,
        state_label=line.state_label,
        colour=colour,
        icon=icon,
        boundary=line.boundary_label,
        note=line.reason,
        arrival_number=line.arrival_number,
        request_number=line.request_number,
        request_url=reverse("back_office:request", args=[item.request.public_id]) if item.request else "",
        to_do=line.state in ITEMS_TO_DO,
        current=current,
        thumbnails=[
            thumbnail(page, rank, state.of_item(identifier, page=rank), current and rank == state.page)
            for rank, page in enumerate(line.pages[:MOST_THUMBNAILS], start=1)
        ],
        more_pages=max(0, line.page_count - MOST_THUMBNAILS),
    )


def name_of(sender: str) -> str:
    """The name without the address."""
    return sender.partition(",")[0].strip() or _("Expéditeur non lu")


def thumbnail(page: ScanPage, rank: int, url: str, current: bool) -> Thumbnail:
    return Thumbnail(_("Page %d") % page.number, url, picture_of(page, small=True), current)


def picture_of(page: ScanPage, *, small: bool = False) -> str:
    """The address of the picture; after a page is turned its file, so its address, is another."""
    if page.picture is None:
        return ""
    return reverse("back_office:post_in_picture", args=[page.picture.public_id]) + ("?petite=1" if small else "")
