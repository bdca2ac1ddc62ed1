"""Who sees a contact: the agents of its service, who took it; confidential ones need the key of the service."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from channels_app.models import Contact
from citizens.models import Citizen
from citizens.policies import can_view, register_reach
from citizens.querysets import person_set
from core.actor import Actor
from organisation.access import Access, access_of
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest, Task
from requests_app.policies import NOBODY
from requests_app.task_policies import can_open_about, unveiled_ids

can_record_about = can_open_about


def visible_to(actor: Actor) -> Q:
    """With its subject."""
    if actor.is_system:
        return Q(pk__isnull=False)
    if not actor.is_agent:
        return NOBODY
    access = access_of(actor)
    mine = Q(service_id__in=access.service_ids) | Q(agent_id=access.user_id)
    return _not_veiled(access) & mine


def people_of_confidential_contacts(actor: Actor) -> QuerySet[Contact, int | None]:
    """Who is known by a confidential contact that this actor may read: for them alone the veil lifts."""
    found = Contact.objects.visible_to(actor).filter(confidential=True, citizen__isnull=False)
    return found.values_list("citizen_id", flat=True)


def told_to(actor: Actor) -> Q:
    """Known to have taken place: the single counter also knows of those of other services, without their subject."""
    access = access_of(actor)
    if actor.is_agent and access.counter_ids:
        return _not_veiled(access)
    return visible_to(actor)


def _not_veiled(access: Access) -> Q:
    unveiled = unveiled_ids(access)
    secret = Q(request__restriction=Restriction.NONE, request__confidential=True, request__service_id__in=unveiled)
    plain = Q(request__restriction=Restriction.NONE, request__confidential=False)
    return (
        Q(commune_id=access.commune_id)
        & (Q(confidential=False) | Q(service_id__in=unveiled))
        & (Q(request__isnull=True) | plain | secret)
    )


def can_name(actor: Actor, citizen: Citizen) -> bool:
    """A person this actor sees, or a veiled one that nothing knows yet: a contact must never lift a veil."""
    if can_view(actor, citizen):
        return True
    theirs = {"citizen__in": person_set(citizen).values("pk")}
    known = (Contact.objects, ServiceRequest.objects, Task.objects)
    return citizen.commune_id == access_of(actor).commune_id and not any(
        rows.filter(**theirs).exists() for rows in known
    )


def can_record(actor: Actor, service_id: int, request: ServiceRequest | None) -> bool:
    """The single counter for every service, any other agent for their own."""
    if actor.is_system:
        return True
    access = access_of(actor)
    if request is not None and not can_record_about(actor, request):
        return False
    return bool(access.counter_ids) or service_id in access.service_ids


def register() -> None:
    register_reach(people_of_confidential_contacts)
