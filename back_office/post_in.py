"""« Courrier du jour »: the column of letters, the page, the registration; all of it read from the engine."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from channels_app.models import PostalItem, ReservedCode, ScanPage
from channels_app.operations import find_code
from channels_app.post import reading
from channels_app.post.enums import ITEMS_TO_DO, ItemState
from channels_app.post.people import Proposed
from channels_app.post.reading import ItemView
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from organisation.access import access_of
from organisation.enums import Role
from organisation.models import Service
from procedures import queries
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from procedures.models import Procedure
from requests_app import policies

from . import desk_outlook, desk_person, post_in_days, post_in_forms, post_in_rows
from .desk_person import Found
from .post_in_forms import ItemForm, JoinForm
from .post_in_rows import BatchRows, Row
from .post_in_state import PostState


@dataclass(frozen=True)
class Block:
    """What was recognised and where, in points of the picture."""

    label: str
    x: int
    y: int
    width: int
    height: int
    label_y: int


@dataclass(frozen=True)
class PageView:
    """The page shown. ``picture`` is empty when it could not be drawn: ``problem`` then says why."""

    page: ScanPage
    rank: int
    count: int
    picture: str
    problem: str
    blocks: list[Block] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""
    text_size: int = 24


@dataclass(frozen=True)
class Next:
    """What will happen once registered, for the procedure chosen: reason of the service, silence, acknowledgement."""

    why: str
    silence: str
    acknowledgement: str


@dataclass(frozen=True)
class Opened:
    """``join_number`` is the request this letter probably belongs to; ``enter_code`` a form to type at the desk."""

    view: ItemView
    row: Row
    page: PageView | None
    to_do: bool
    join_number: str = ""
    enter_code: str = ""
    others: list[Row] = field(default_factory=list)
    before: Row | None = None

    @property
    def item(self) -> PostalItem:
        return self.view.item

    @property
    def can_split(self) -> bool:
        return self.to_do and self.page is not None and self.page.rank > 1


def may_use(by: Actor) -> bool:
    """Whoever handles requests; a DPO too, for the mail addressed to them."""
    access = access_of(by)
    return bool(access.service_ids) or any(role == Role.DPO.value for role, _service in access.roles)


def column(state: PostState, by: Actor, commune: Commune) -> dict[str, Any]:
    """The letters alone, as the page shows them; nothing is opened."""
    day = reading.day(commune.pk, state.day, by)
    batches = post_in_rows.batches(day, state, state.item)
    told = any(one.progress for one in batches)
    return {
        "state": state,
        "batches": batches,
        "removed": post_in_days.removed(day),
        "reading": told,
        "poll_url": poll_url(state),
    }


def poll_url(state: PostState) -> str:
    return f"{reverse('back_office:post_in')}?{urlencode({'jour': state.day, 'pli': state.item, 'fragment': 'plis'})}"


def build(
    state: PostState, by: Actor, commune: Commune, *, typed: Any = None, refusal: str = "", found: str = ""
) -> dict[str, Any]:
    """The whole page. ``typed`` was sent and not done; ``found`` is whom the agent looks for."""
    day = reading.day(commune.pk, state.day, by)
    chosen = _chosen(state, post_in_rows.batches(day, state, state.item))
    identifier = chosen.identifier if chosen and not state.panel else ""
    batches = post_in_rows.batches(day, state, identifier)
    opened = _open(identifier, batches, state, by) if identifier else None
    context = {
        "state": state,
        "day": day,
        "batches": batches,
        "removed": post_in_days.removed(day),
        "opened": opened,
        "summary": _summary(batches),
        "progress": _progress(batches),
        "reading": any(one.progress for one in batches),
        "stopped": any(one.error for one in batches),
        "poll_url": poll_url(replace(state, item=identifier)),
        "elsewhere": post_in_days.elsewhere(state, by, commune),
        "results": post_in_days.results(state, by, commune) if state.query else None,
        "my_services": _my_services(by),
        "yesterday": state.of_day(state.day - dt.timedelta(days=1)),
        "tomorrow": "" if state.is_today else state.of_day(state.day + dt.timedelta(days=1)),
        "refusal": refusal,
        "zoom_url": state.url(item=identifier, zoom=not state.zoom, text=False),
        "text_url": state.url(item=identifier, text=not state.text, zoom=False),
        **around(opened, batches),
    }
    if opened and opened.to_do:
        joining = typed is not None and typed.get("geste") == "joindre"
        context["join"] = join_form(opened, typed if joining else None)
        given = None if joining else typed
        context |= registration(
            opened.view, by, commune, typed=given, found=found, refused=bool(refusal) and not joining
        )
    return context


def _chosen(state: PostState, batches: list[BatchRows]) -> Row | None:
    """The one named; else the first that waits."""
    rows = list(post_in_rows.letters(batches))
    named = next((row for row in rows if row.identifier == state.item), None)
    return named or next((row for row in rows if row.to_do), None)


def around(opened: Opened | None, batches: list[BatchRows]) -> dict[str, str]:
    """Where the arrows go."""
    rows = list(post_in_rows.letters(batches))
    here = next((rank for rank, row in enumerate(rows) if row.current), None)
    if opened is None or here is None:
        return {"item_before": "", "item_after": ""}
    return {
        "item_before": rows[here - 1].url if here else "",
        "item_after": rows[here + 1].url if here + 1 < len(rows) else "",
    }


def following(state: PostState, by: Actor, commune: Commune) -> str:
    """After a letter is done: the next that waits, below then above; else the day."""
    rows = list(post_in_rows.letters(post_in_rows.batches(reading.day(commune.pk, state.day, by), state, state.item)))
    here = next((rank for rank, row in enumerate(rows) if row.identifier == state.item), -1)
    after = next((row for row in [*rows[here + 1 :], *rows[: max(here, 0)]] if row.to_do), None)
    return after.url if after else state.of_day(state.day)


def _open(identifier: str, batches: list[BatchRows], state: PostState, by: Actor) -> Opened:
    pk = PostalItem.objects.values_list("pk", flat=True).get(public_id=identifier)
    view = reading.item(pk, by)
    batch = next(one for one in batches if any(row.current for row in one.rows))
    here = next(rank for rank, row in enumerate(batch.rows) if row.current)
    before = batch.rows[here - 1] if here and batch.batch is not None else None
    item, to_do = view.item, view.item.state in ITEMS_TO_DO
    reserved = find_code(item.deposit_code) if item.state == ItemState.RESERVED else None
    return Opened(
        view=view,
        row=batch.rows[here],
        page=_page(view, state),
        to_do=to_do,
        join_number=_join_number(item, reserved, by),
        enter_code=item.deposit_code if reserved and reserved.used_by_id is None else "",
        others=[row for row in batch.rows if not row.current and row.has_something_to_say],
        before=before if to_do and before and before.to_do else None,
    )


def _join_number(item: PostalItem, reserved: ReservedCode | None, by: Actor) -> str:
    named = (reserved.used_by if reserved else None) or item.related
    return named.number if named is not None and policies.can_view(by, named) else ""


def _page(view: ItemView, state: PostState) -> PageView | None:
    if not view.pages:
        return None
    rank = min(state.page, len(view.pages))
    page, identifier = view.pages[rank - 1], str(view.item.public_id)
    turn = {"text": state.text, "zoom": state.zoom}
    return PageView(
        page=page,
        rank=rank,
        count=len(view.pages),
        picture=post_in_rows.picture_of(page),
        problem=page.problem,
        blocks=_blocks(page),
        previous_url=state.url(item=identifier, page=rank - 1, **turn) if rank > 1 else "",
        next_url=state.url(item=identifier, page=rank + 1, **turn) if rank < len(view.pages) else "",
        text_size=max(12, page.width // 52),
    )


def _blocks(page: ScanPage) -> list[Block]:
    labels = {"sender": _("Expéditeur lu"), "subject": _("Objet lu")}
    found = []
    for name, label in labels.items():
        box = (page.blocks or {}).get(name)
        if box and len(box) == 4:
            x, y, width, height = (int(value) for value in box)
            left, top = x * page.width // 1000, y * page.height // 1000
            size = (width * page.width // 1000, height * page.height // 1000)
            found.append(Block(label, left, top, *size, label_y=max(top - page.width // 120, 0)))
    return found


def registration(
    view: ItemView, by: Actor, commune: Commune, *, typed: Any = None, found: str = "", refused: bool = False
) -> dict[str, Any]:
    """The form of the right column, and who may have written."""
    item, offered = view.item, procedures(commune)
    services = list(Service.objects.filter(commune=commune, is_active=True).order_by("name"))
    initial = post_in_forms.initial(item, view.people, offered)
    if typed is not None and not refused:
        # Somebody looked for a person, or signed in again: nothing is wrong yet.
        initial |= typed.dict()
    keep = f"pli-{item.public_id}-{item.revision}"
    form = ItemForm(
        typed if refused else None,
        initial=initial,
        procedures=offered.values(),
        services=services,
        keep=keep,
        auto_id="pli-%s",
    )
    person = str(form["person"].value() or "")
    people = proposals(view.people) if not found else desk_person.search(found, commune, by)
    if person and not any(one.value == person for one in people):
        people += chosen_person(person, commune, by)
    return {
        "form": form,
        "keep": keep,
        "was_typed": typed is not None,
        "people": people,
        "person": person,
        "looked_for": found,
        "next": what_next(item, offered.get(str(form["procedure"].value() or "")), str(form["service"].value() or "")),
    }


def join_form(opened: Opened, typed: Any) -> JoinForm:
    """The other end of a letter: a request already open."""
    item = opened.item
    first = {
        "numero": opened.join_number,
        "received_on": item.received_on,
        "postmarked_on": item.postmarked_on,
        "registered_letter": item.registered_letter,
    }
    form = JoinForm(typed, initial=first, auto_id="joindre-%s")
    if typed is not None:
        form.fields["numero"].widget.attrs["autofocus"] = True
    return form


def proposals(people: list[Proposed]) -> list[Found]:
    return [
        Found(
            str(one.citizen.public_id),
            one.citizen.display_name,
            one.citizen.initials,
            desk_person.detail(one.citizen),
            ", ".join(str(reason) for reason in one.reasons).capitalize(),
        )
        for one in people
    ]


def chosen_person(identifier: str, commune: Commune, by: Actor) -> list[Found]:
    """The one chosen a moment ago among others: still there after the page is shown again."""
    citizen = desk_person.find(desk_person.DeskState(person=identifier), commune, by)
    if citizen is None:
        return []
    name, initials = citizen.display_name, citizen.initials
    return [Found(str(citizen.public_id), name, initials, desk_person.detail(citizen), _("Choisie par vous"))]


def procedures(commune: Commune) -> dict[str, Procedure]:
    """Those that a letter files, by code."""
    return {
        one.code: one
        for one in queries.catalogue(commune)
        if one.current and meaning(one.current, Channel.POST) == ChannelMeaning.FILES
    }


def what_next(item: PostalItem, procedure: Procedure | None, service: str) -> Next:
    """In words, before anything is registered."""
    if procedure is None or procedure.current is None:
        silence = _("Le service dira de quelle démarche il s’agit ; les délais courent du jour de réception.")
        return Next(_why(item, None, service), silence, _("Récépissé par courrier, prêt à imprimer."))
    told = desk_outlook.silence_words(procedure.current, item.received_on)
    silence = _("%(procedure)s : le silence %(told)s.") % {
        "procedure": procedure.short_title or procedure.title,
        "told": told,
    }
    return Next(_why(item, procedure, service), silence, _("Accusé de réception par courrier, prêt à imprimer."))


def _why(item: PostalItem, procedure: Procedure | None, service: str) -> str:
    """The machine says why only of what it proposed itself."""
    reasons = []
    if procedure is not None and procedure.pk == item.proposed_procedure_id:
        reasons.append(item.procedure_reason)
    if service and service == str(item.proposed_service_id or ""):
        reasons.append(item.service_reason)
    return " ; ".join(reason.rstrip(" .") for reason in reasons if reason)


def _summary(batches: list[BatchRows]) -> str:
    """« 2 lots, 21 pages, 9 plis »."""
    scans = [one.batch for one in batches if one.batch is not None]
    pages, letters = sum(one.page_count for one in scans), sum(len(one.rows) for one in batches)
    said = [
        ngettext("%d lot", "%d lots", len(scans)) % len(scans) if scans else "",
        ngettext("%d page", "%d pages", pages) % pages if pages else "",
        ngettext("%d pli", "%d plis", letters) % letters if letters else "",
    ]
    return ", ".join(part for part in said if part)


def _progress(batches: list[BatchRows]) -> str:
    """« 1 pli enregistré sur 4 », whoever registered it."""
    everything, done = sum(len(one.rows) for one in batches), sum(one.registered for one in batches)
    if not everything:
        return ""
    told = ngettext("%(done)d pli enregistré sur %(all)d", "%(done)d plis enregistrés sur %(all)d", done)
    return told % {"done": done, "all": everything}


def _my_services(by: Actor) -> list[Service]:
    """More than one: a scan says whose mail it is."""
    mine = list(Service.objects.filter(pk__in=access_of(by).service_ids, is_active=True).order_by("name"))
    return mine if len(mine) > 1 else []
