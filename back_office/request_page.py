"""Everything on one page: the context of a request page, the same for the page and for its fragment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.actor import Actor
from procedures import circuits
from procedures.enums import FieldKind
from requests_app import presence, protected, reading
from requests_app.enums import Kind, Phase
from requests_app.models import ServiceRequest, TimelineEntry
from requests_app.operations import unanswered
from requests_app.operations.saving import actor_name
from requests_app.reading.answers import answers as reading_answers
from requests_app.rules.clocks import Clock, ClockState

from . import actions, dock, rail, shell, side, story_lines, ties, tray, words
from .filters import Filters
from .listing import Listing

PROSE = frozenset({FieldKind.LONG_TEXT})
COLOURS = {
    Phase.RECEIVED: "brand2",
    Phase.IN_PROGRESS: "info",
    Phase.WAITING_PERSON: "warning",
    Phase.WAITING_THIRD_PARTY: "warning",
    Phase.DECIDED: "success",
    Phase.CLOSED: "success",
}
TONES = {ClockState.DONE: "ok", ClockState.LATE: "bad", ClockState.SOON: "warn"}


@dataclass(frozen=True)
class ClockLine:
    label: str
    value: str
    detail: str
    percent: int
    state: str
    tone: str


@dataclass(frozen=True)
class Step:
    label: str
    colour: str


@dataclass(frozen=True)
class Place:
    """Where the request stands in the agent's list."""

    title: str
    url: str
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Other:
    name: str
    initials: str
    writing: bool


@dataclass(frozen=True)
class Change:
    moment: str
    what: str
    who: str


def build(
    request: HttpRequest,
    service_request: ServiceRequest,
    by: Actor,
    *,
    listing: str = "",
    wanted: str = "",
    data: dict[str, str] | None = None,
    dock_shown: dock.Dock | None = None,
    since: int | None = None,
) -> dict[str, Any]:
    """``wanted`` is the form asked for; ``data`` what was typed before; ``since`` the revision of a stale page."""
    offered = actions.available(service_request, by)
    presence.seen(service_request.pk, by.user_id or 0)
    prose, rows = answers(service_request, by)
    return {
        "commune": service_request.commune,
        "service_request": service_request,
        "listing": listing,
        "place": _place(request, service_request, by, listing),
        "step": _step(service_request),
        "clocks": [_clock(clock) for clock in reading.clocks(service_request)],
        "prose_rows": prose,
        "rows": rows,
        "unanswered": unanswered(service_request) if service_request.arrival_version_id else [],
        "tied": ties.build(service_request, by),
        "documents": story_lines.documents(service_request, by),
        "story": story_lines.discreet(service_request, request.user.display_name, by),  # type: ignore[union-attr]
        "others": others(service_request, by),
        "changes": changes(service_request, since),
        "dock": dock_shown or writing_dock(service_request, offered, wanted, by=by, listing=listing, data=data),
        "side": side.build(service_request, offered, by, listing),
    }


def writing_dock(
    service_request: ServiceRequest,
    offered: list[actions.DeskAction],
    wanted: str,
    *,
    by: Actor,
    listing: str,
    data: dict[str, str] | None = None,
) -> dock.Dock | None:
    action = dock.choose(offered, wanted)
    if action is None:
        return None
    return dock.build(service_request, offered, action, by=by, listing=listing, data=data, focus=bool(wanted))


def answers(service_request: ServiceRequest, by: Actor) -> tuple[list[Any], list[Any]]:
    """Long answers to read as text, short ones in two columns; files are in their own list. No protected address."""
    sections = reading_answers(service_request)
    if protected.hides_address(service_request, by):
        sections = protected.told_to_others(sections, service_request)
    found = [row for section in sections for row in section.rows]
    found = [row for row in found if row.kind != FieldKind.FILE]
    return [row for row in found if row.kind in PROSE], [row for row in found if row.kind not in PROSE]


def others(service_request: ServiceRequest, by: Actor) -> list[Other]:
    found = presence.others(service_request.pk, by.user_id or 0)
    return [Other(name, "".join(word[:1] for word in name.split()[:2]).upper(), writing) for name, writing in found]


def changes(service_request: ServiceRequest, since: int | None) -> list[Change]:
    """What happened after the revision the page was shown with, oldest first."""
    if since is None:
        return []
    entries = TimelineEntry.objects.filter(request=service_request, data__revision__gt=since)
    return [
        Change(
            words.full_moment(entry.occurred_at),
            str(Kind(entry.kind).label),
            actor_name(entry.actor_kind, entry.actor_ref),
        )
        for entry in entries.order_by("occurred_at", "pk")
    ]


def _step(service_request: ServiceRequest) -> Step:
    """The phase, and the step where the circuit has several in it."""
    phase = Phase(service_request.phase)
    here, label = actions.step(service_request), str(phase.label)
    same_phase = [one for one in circuits.steps(service_request.circuit_version) if one.phase == phase]
    if here and len(same_phase) > 1:
        label = _("%(phase)s : %(step)s") % {"phase": label, "step": here.label.lower()}
    return Step(label, COLOURS.get(phase, "neutral"))


def _clock(clock: Clock) -> ClockLine:
    return ClockLine(
        clock.label, clock.value, clock.detail, round(clock.ratio * 100), clock.state.value, TONES.get(clock.state, "")
    )


def _place(request: HttpRequest, service_request: ServiceRequest, by: Actor, listing: str) -> Place:
    """The list the agent came from, and the requests before and after this one there."""
    wanted = Filters.parse(listing)
    seen = shell.seen(request, service_request.commune)
    previous, following = Listing(wanted, by, seen).neighbours(service_request)
    inbox = reverse("back_office:inbox")
    back = f"{inbox}?{listing}" if listing else inbox
    if wanted.view.slug == rail.TRAY:
        back = tray.url(service_request)
    return Place(
        title=_("Recherche") if wanted.query else str(wanted.view.label),
        url=back,
        previous_url=_page(previous, listing),
        next_url=_page(following, listing),
    )


def _page(public_id: Any, listing: str) -> str:
    if public_id is None:
        return ""
    url = reverse("back_office:request", args=[public_id])
    return f"{url}?{listing}" if listing else url
