"""What a request is tied to, for an agent: only the other requests that this agent sees; the rest does not exist."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from core.actor import Actor
from requests_app.enums import LinkKind, Phase
from requests_app.models import RequestLink, RequestMerge, RequestSplit, ServiceRequest
from requests_app.rules.pairs import touching


@dataclass(frozen=True)
class Tie:
    """``undo``: what may be undone from here: a link, a merge; nothing of what a split made."""

    public_id: uuid.UUID
    number: str
    title: str
    phase: str
    word: str
    undo: str = ""
    possible: bool = False
    other_person: bool = False


@dataclass(frozen=True)
class Ties:
    ties: list[Tie] = field(default_factory=list)
    split: RequestSplit | None = None


def ties_of(service_request: ServiceRequest, *, by: Actor) -> Ties:
    """Two queries, and one more where the request was split, whatever their number."""
    links = list(RequestLink.objects.filter(touching(service_request.pk), dismissed_at__isnull=True).order_by("pk"))
    here = service_request.pk
    both_ways = Q(kept=here) | Q(merged=here)
    merges = sorted(
        RequestMerge.objects.filter(both_ways, undone_at__isnull=True), key=lambda one: (one.kept_id != here, one.pk)
    )
    refs = {pk for link in links for pk in (link.first_id, link.second_id)}
    refs |= {pk for merge in merges for pk in (merge.kept_id, merge.merged_id)}
    seen = {one.pk: one for one in ServiceRequest.objects.visible_to(by).filter(pk__in=refs - {here})} if refs else {}
    found = [_of_merge(merge, seen, here) for merge in merges] + [_of_link(link, seen, here) for link in links]
    return Ties([tie for tie in found if tie is not None], _split(service_request, links, seen))


def _split(service_request: ServiceRequest, links: list[RequestLink], seen: dict[int, ServiceRequest]):
    """Offered to be undone to who sees every part."""
    made = {link.split_id: link for link in links if link.split_id and link.first_id == service_request.pk}
    parts = [link.second_id for link in links if link.split_id in made]
    if not made or any(pk not in seen for pk in parts):
        return None
    return RequestSplit.objects.filter(pk__in=made, undone_at__isnull=True).first()


def _of_link(link: RequestLink, seen: dict[int, ServiceRequest], here: int) -> Tie | None:
    other = seen.get(link.second_id if link.first_id == here else link.first_id)
    if other is None:
        return None
    possible = link.kind == LinkKind.POSSIBLY
    undo = "" if link.split_id or possible else "delier"
    return _tie(other, _word(link, here), undo=undo, possible=possible)


def _word(link: RequestLink, here: int) -> str:
    if link.split_id:
        return _("du même courrier")
    if link.kind == LinkKind.PARENT:
        return _("dépend d’elle") if link.first_id == here else _("principale")
    return str(LinkKind(link.kind).label).lower()


def _of_merge(merge: RequestMerge, seen: dict[int, ServiceRequest], here: int) -> Tie | None:
    inward = merge.kept_id == here
    other = seen.get(merge.merged_id if inward else merge.kept_id)
    if other is None:
        return None
    word = _("réunie à celle-ci") if inward else _("suivie dans celle-ci")
    return _tie(other, word, undo="separer", other_person=merge.other_person)


def _tie(other: ServiceRequest, word: str, **more) -> Tie:
    return Tie(other.public_id, other.number, other.title, str(Phase(other.phase).label), word, **more)
