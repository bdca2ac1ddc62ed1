"""Who sees a task and works on it: ``visible_to`` is a filter, ``can_view`` the same rule on one; a test ties them."""

from __future__ import annotations

from django.db.models import Q

from core.actor import Actor
from organisation.access import Access, access_of
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest, Task
from requests_app.policies import NOBODY


def visible_to(actor: Actor) -> Q:
    """Tasks of my services, those given to me, those of requests I see; what is confidential needs its own key."""
    if actor.is_system:
        return Q(pk__isnull=False)
    if not actor.is_agent:
        return NOBODY
    access = access_of(actor)
    unveiled, mine = unveiled_ids(access), access.service_ids
    without = Q(request__isnull=True)
    plain = Q(request__restriction=Restriction.NONE, request__confidential=False)
    secret = Q(request__restriction=Restriction.NONE, request__confidential=True, request__service_id__in=unveiled)
    return (
        Q(commune_id=access.commune_id)
        & (without | plain | secret)
        & (Q(confidential=False) | Q(service_id__in=unveiled) | Q(request__service_id__in=unveiled))
        & (Q(service_id__in=mine) | Q(owner_id=access.user_id) | Q(request__service_id__in=mine))
    )


def unveiled_ids(access: Access) -> frozenset[int]:
    """« confidentiel » lifts the veil only for who already handles the service."""
    return frozenset(access.service_ids) & frozenset(access.confidential_ids)


def can_view(actor: Actor, task: Task) -> bool:
    """The same rule as ``visible_to``, on one task."""
    if actor.is_system:
        return True
    if not actor.is_agent:
        return False
    access = access_of(actor)
    if task.commune_id != access.commune_id or not _request_allows(access, task.request):
        return False
    places = {task.service_id, task.request.service_id if task.request else None}
    if task.confidential and not places & unveiled_ids(access):
        return False
    return bool(places & access.service_ids) or task.owner_id == access.user_id


def _request_allows(access: Access, request: ServiceRequest | None) -> bool:
    if request is None:
        return True
    if request.restriction != Restriction.NONE:
        return False
    return not request.confidential or request.service_id in unveiled_ids(access)


can_handle = can_view


def can_open_about(actor: Actor, request: ServiceRequest) -> bool:
    """A call-back is opened by who sees the request, and by the single counter for any that is not confidential."""
    if actor.is_system:
        return True
    access = access_of(actor)
    if request.commune_id != access.commune_id or not _request_allows(access, request):
        return False
    return request.service_id in access.service_ids or bool(access.counter_ids)
