"""Who sees the calls: the reception desk and the heads of services all of them, any other agent their own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from channels_app.models import PhoneCall
from citizens.policies import register_reach
from core.actor import Actor
from organisation.access import access_of


def sees_the_log(actor: Actor) -> bool:
    if actor.is_system:
        return True
    access = access_of(actor)
    return bool(access.counter_ids or access.manager_ids)


def visible_to(actor: Actor) -> Q:
    if actor.is_system:
        return Q(pk__isnull=False)
    if not actor.is_agent:
        return Q(pk__in=())
    access = access_of(actor)
    everything = Q(commune_id=access.commune_id)
    return everything if sees_the_log(actor) else everything & Q(agent_id=access.user_id)


def can_view(actor: Actor, call: PhoneCall) -> bool:
    """The same rule on one call."""
    if actor.is_system:
        return True
    access = access_of(actor)
    if not actor.is_agent or call.commune_id != access.commune_id:
        return False
    return sees_the_log(actor) or call.agent_id == access.user_id


def people_of_my_calls(actor: Actor) -> QuerySet[PhoneCall, int | None]:
    """A veiled person on the line exists for who answered them (and holds a confidential key): for no other agent."""
    found = PhoneCall.objects.filter(agent_id=actor.user_id or 0, citizen__isnull=False)
    return found.values_list("citizen_id", flat=True)


def register() -> None:
    register_reach(people_of_my_calls)
