"""What the screen of the day’s mail shows, and the one door through which a letter is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _, ngettext

from channels_app.models import PostalItem, ScanBatch, ScanPage
from channels_app.post import protecting
from channels_app.post.enums import ITEMS_TO_DO, BatchState, ItemState
from channels_app.post.people import Proposed, proposed_people
from channels_app.post.policies import batches_visible_to, can_see_item, items_visible_to
from channels_app.querysets_postal import PostalItemQuerySet
from core import trail
from core.actor import Actor
from core.errors import Forbidden
from requests_app import protected


@dataclass(frozen=True)
class ItemLine:
    """One letter in the list. ``veiled``: only ``title`` may be shown; ``item`` is then None."""

    rank: int
    title: str
    sender: str = ""
    state: str = ""
    state_label: str = ""
    boundary_label: str = ""
    arrival_number: str = ""
    reason: str = ""
    request_number: str = ""
    page_count: int = 0
    pages: list[ScanPage] = field(default_factory=list)
    item: PostalItem | None = None

    @property
    def veiled(self) -> bool:
        return self.item is None


@dataclass(frozen=True)
class BatchView:
    """``progress`` says how far the reading is, or why it stopped; empty once all is read.

    ``read_count`` is the number of pages read so far, counted only while it is being read.
    """

    batch: ScanBatch
    lines: list[ItemLine]
    progress: str = ""
    read_count: int = 0

    @property
    def registered(self) -> int:
        return sum(1 for line in self.lines if line.arrival_number)


@dataclass(frozen=True)
class Counts:
    """``items`` counts what this agent may see; ``to_do`` of them wait for an agent."""

    items: int = 0
    to_do: int = 0
    registered: int = 0
    pages: int = 0


@dataclass(frozen=True)
class Day:
    on: dt.date
    batches: list[BatchView]
    without_scan: list[ItemLine]
    counts: Counts


@dataclass(frozen=True)
class ItemView:
    """One letter, open: its pages in order, its text, and who may have written it, with the reason.

    Of a protected address: the words without it, the pages without their picture.
    """

    item: PostalItem
    pages: list[ScanPage]
    text: str
    people: list[Proposed]
    # Why no picture is shown; empty for who may read the address on it.
    hidden: str = ""

    @property
    def received_on(self) -> dt.date:
        return self.item.received_on


def day(commune_id: int, on: dt.date, by: Actor) -> Day:
    """The mail received that day, as this agent may see it; five queries, whatever the number of letters."""
    batches = list(
        ScanBatch.objects.filter(batches_visible_to(by), commune_id=commune_id, received_on=on)
        .select_related("service", "taken_by")
        .order_by("rank", "pk")
    )
    # A letter whose day was corrected stays in the batch it came with.
    concerned = Q(received_on=on) | Q(batch__in=batches)
    visible = PostalItem.objects.filter(items_visible_to(by), concerned, commune_id=commune_id)
    found = list(visible.select_related("service", "request", "citizen", "proposed_procedure"))
    hidden = protecting.hidden_from(by, found)
    seen = {item.pk: protecting.veiled(item) if item.pk in hidden else item for item in found}
    all_of_batches = PostalItem.objects.filter(batch__in=batches).select_related("service").order_by("batch", "rank")
    pages = _pages(seen)
    for pk in hidden:
        _without_pictures(pages.get(pk, []))
    by_batch: dict[int, list[ItemLine]] = {}
    shown = set()
    for item in all_of_batches:
        shown.add(item.pk)
        line = _line(seen[item.pk], pages.get(item.pk, [])) if item.pk in seen else _veiled(item)
        by_batch.setdefault(item.batch_id or 0, []).append(line)
    others = [_line(item, pages.get(item.pk, [])) for item in seen.values() if item.pk not in shown]
    read = _read_pages(batches)
    views = [
        BatchView(batch, by_batch.get(batch.pk, []), _progress(batch, read.get(batch.pk, 0)), read.get(batch.pk, 0))
        for batch in batches
    ]
    return Day(on, views, sorted(others, key=lambda line: line.arrival_number), _counts(seen.values(), pages))


def item(item_id: int, by: Actor) -> ItemView:
    """Opens one letter and records who read it. Raises Forbidden, also when there is none."""
    letters = PostalItem.objects.select_related(
        "batch", "service", "request", "citizen", "proposed_procedure", "proposed_service", "related", "commune"
    )
    found = letters.filter(pk=item_id).first()
    if found is None or not can_see_item(by, found):
        raise Forbidden(_("Ce pli n’existe pas ou n’est pas pour vos services."))
    with transaction.atomic():
        trail.record(by, trail.Verb.READ, "postal_item", found.pk)
    pages = list(ScanPage.objects.filter(item=found).select_related("picture").order_by("position", "number"))
    people = proposed_people(found, by) if found.state in ITEMS_TO_DO else []
    text = "\n\n".join(page.text for page in pages if page.text)
    if not protecting.hides(found, by):
        return ItemView(found, pages, text, people)
    text = protecting.veil(found, protected.label())(text)
    _without_pictures(pages)
    return ItemView(protecting.veiled(found), pages, text, people, protecting.sentence())


@dataclass(frozen=True)
class RegisterLine:
    """One arrival number. ``item`` is None where only to whom the letter went may be said."""

    arrival_number: str
    received_on: dt.date
    title: str
    item: PostalItem | None = None


def register_of(commune_id: int, on: dt.date, by: Actor) -> list[RegisterLine]:
    """What was registered that day: letters this agent sees, and numbers they gave, or their desk, to others."""
    # Asked of each letter of the day, never a list of all the scans of the desk.
    scanned = ScanBatch.objects.filter(batches_visible_to(by), pk=OuterRef("batch_id"))
    mine = Exists(scanned) | Q(registered_by=by.user_id)
    registered = PostalItem.objects.filter(commune_id=commune_id, registered_on=on).exclude(arrival_number="")
    seen = set(registered.filter(items_visible_to(by)).values_list("pk", flat=True))
    found = registered.filter(mine | Q(pk__in=seen)).select_related("service", "request").order_by("arrival_number")
    return [_register_line(one, one.pk in seen) for one in without_addresses(found, by)]


def without_addresses(items: Iterable[PostalItem], by: Actor) -> list[PostalItem]:
    """These letters as a list shows them: a protected address is read by the agents named for it."""
    found = list(items)
    hidden = protecting.hidden_from(by, found)
    return [protecting.veiled(one) if one.pk in hidden else one for one in found]


def _register_line(found: PostalItem, seen: bool) -> RegisterLine:
    line = _line(found, []) if seen else _veiled(found)
    return RegisterLine(found.arrival_number, found.received_on, line.title, found if seen else None)


def waiting(commune_id: int, by: Actor) -> PostalItemQuerySet:
    """The letters that wait for this agent: the rail counts them with the rest."""
    return PostalItem.objects.filter(items_visible_to(by), commune_id=commune_id).to_do()


def _pages(items: Iterable[int]) -> dict[int, list[ScanPage]]:
    found: dict[int, list[ScanPage]] = {}
    pages = ScanPage.objects.filter(item__in=list(items)).defer("text").select_related("picture")
    for page in pages.order_by("position", "number"):
        found.setdefault(page.item_id or 0, []).append(page)
    return found


def _without_pictures(pages: list[ScanPage]) -> None:
    """For the screen only, never saved: they would show a protected address."""
    for page in pages:
        page.picture = None


def _line(found: PostalItem, pages: list[ScanPage]) -> ItemLine:
    return ItemLine(
        rank=found.rank,
        title=found.subject or found.read_subject or _untitled(found),
        sender=found.sender or found.read_sender,
        state=found.state,
        state_label=found.get_state_display(),
        boundary_label=found.get_boundary_display() if found.rank > 1 else "",
        arrival_number=found.arrival_number,
        reason=found.reason,
        request_number=found.request.number if found.request else "",
        page_count=len(pages),
        pages=pages,
        item=found,
    )


def _untitled(found: PostalItem) -> str:
    if found.unopened:
        return _("Pli à ne pas ouvrir, %s") % found.get_unopened_display()
    return _("Page illisible") if found.state == ItemState.UNREADABLE else _("Lettre sans objet lu")


def _veiled(found: PostalItem) -> ItemLine:
    """What may be said to who holds the paper in hand: to whom it goes, nothing of what it says."""
    told = (
        _("Courrier confidentiel, à remettre à : %s")
        if found.confidential or found.unopened
        else _("Courrier suivi par : %s")
    )
    return ItemLine(rank=found.rank, title=told % found.service.name, arrival_number=found.arrival_number)


def _read_pages(batches: Iterable[ScanBatch]) -> dict[int, int]:
    """{batch still being read: its pages already read}; no query when all is read."""
    going = [batch.pk for batch in batches if batch.state in (BatchState.WAITING, BatchState.READING)]
    pages = ScanPage.objects.filter(batch__in=going, read_at__isnull=False) if going else ScanPage.objects.none()
    return dict(pages.values_list("batch_id").annotate(Count("pk")).order_by("batch_id"))


def _progress(batch: ScanBatch, read: int) -> str:
    if batch.state == BatchState.FAILED:
        return batch.error
    if batch.state == BatchState.READ:
        return ""
    if not batch.page_count:
        return _("En attente de lecture")
    told = ngettext("Lecture : %(read)d page sur %(all)d", "Lecture : %(read)d pages sur %(all)d", read)
    return told % {"read": read, "all": batch.page_count}


def _counts(items: Iterable[PostalItem], pages: dict[int, list[ScanPage]]) -> Counts:
    found = list(items)
    return Counts(
        items=len(found),
        to_do=sum(1 for one in found if one.state in ITEMS_TO_DO),
        registered=sum(1 for one in found if one.arrival_number),
        pages=sum(len(one) for one in pages.values()),
    )
