"""Who sees a scan, a letter and its pages; ``items_visible_to`` and ``can_see_item`` are tied by a test."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from channels_app.models import PostalItem, ScanBatch
from channels_app.post.enums import Unopened
from core.actor import Actor
from organisation.access import Access, access_of
from organisation.enums import Role
from requests_app import policies as request_policies
from requests_app.models import ServiceRequest

NOBODY = Q(pk__in=())


def batches_visible_to(actor: Actor) -> Q:
    """The agents of the service that opens this mail: its existence, its progress, never what its letters say."""
    if actor.is_system:
        return Q(pk__isnull=False)
    if not actor.is_agent:
        return NOBODY
    access = access_of(actor)
    return Q(commune_id=access.commune_id, service_id__in=access.service_ids)


def can_see_batch(actor: Actor, batch: ScanBatch) -> bool:
    if actor.is_system:
        return True
    access = access_of(actor)
    return actor.is_agent and batch.commune_id == access.commune_id and batch.service_id in access.service_ids


def items_visible_to(actor: Actor) -> Q:
    """Of a letter that joined a request, whoever sees the request; else the service it lies with.

    What a confidential matter owns does not exist for who lacks the right, whoever scanned it.
    """
    if actor.is_system:
        return Q(pk__isnull=False)
    if not actor.is_agent:
        return NOBODY
    access = access_of(actor)
    # Asked of each letter: within an « or », a list of all the requests of the agent would be read whole.
    joined = ServiceRequest.objects.filter(request_policies.visible_to(actor), pk=OuterRef("request_id"))
    free = Q(request__isnull=True) & (
        Q(unopened="", confidential=False, service_id__in=access.service_ids)
        | Q(unopened="", confidential=True, service_id__in=_unveiled(access))
        | (~Q(unopened="") & Q(service_id__in=access.service_ids))
        | Q(unopened=Unopened.DPO, service_id__in=_dpo(access))
    )
    return Q(commune_id=access.commune_id) & (free | Q(Exists(joined)))


def can_see_item(actor: Actor, item: PostalItem) -> bool:
    """The same rule on one letter."""
    if actor.is_system:
        return True
    if not actor.is_agent:
        return False
    access = access_of(actor)
    if item.commune_id != access.commune_id:
        return False
    if item.request is not None:
        return request_policies.can_view(actor, item.request)
    if item.unopened:
        mine = item.service_id in access.service_ids
        return mine or (item.unopened == Unopened.DPO and item.service_id in _dpo(access))
    return item.service_id in (_unveiled(access) if item.confidential else access.service_ids)


def _unveiled(access: Access) -> frozenset[int]:
    return access.service_ids & access.confidential_ids


def _dpo(access: Access) -> frozenset[int]:
    return frozenset(service_id for role, service_id in access.roles if role == Role.DPO.value)
