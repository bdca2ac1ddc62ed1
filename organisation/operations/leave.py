"""An agent leaves the town hall: roles, services headed, replacements; a step of closing an account."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from core import calendar, trail
from core.actor import Actor
from core.batch import forget_all
from organisation import policies
from organisation.access import access_of, forget
from organisation.models import Absence, Service, ServiceUserObjectPermission
from organisation.operations.absences import cut_short
from organisation.rules.replacing import makes_a_ring


@transaction.atomic
def leave_services(
    user_id: int, *, successor_id: int | None, heads: Mapping[int, int | None] | None = None, by: Actor
) -> None:
    """``heads`` names, service by service, who heads it next; the others get the successor, or nobody.

    Called by ``close_account``, which asked the policy. Twice is once.
    """
    chosen = heads or {}
    for service in Service.objects.filter(head_id=user_id).select_for_update(of=("self",)).order_by("pk"):
        service.head_id = chosen.get(service.pk, successor_id)
        service.save(update_fields=["head"])
    _absences(user_id, successor_id)
    _roles(user_id, by)
    forget(user_id)
    forget_all()


def _absences(user_id: int, successor_id: int | None) -> None:
    user = User.objects.select_related("commune").get(pk=user_id)
    if user.commune is None:
        return
    today = calendar.today(user.commune)
    for mine in Absence.objects.not_over(user.commune.pk, today).filter(user_id=user_id):
        cut_short(mine, today)
    for relied in Absence.objects.not_over(user.commune.pk, today).filter(replacement_id=user_id).order_by("pk"):
        relied.replacement_id = successor_id if successor_id and _may_stand_in(successor_id, relied) else None
        relied.save(update_fields=["replacement"])


def _may_stand_in(successor_id: int, relied: Absence) -> bool:
    """Else nobody: the head of the service then stands in, as for any absence without replacement."""
    if successor_id == relied.user_id:
        return False
    meanwhile = Absence.objects.filter(
        commune_id=relied.commune_id, from_on__lte=relied.to_on, to_on__gte=relied.from_on
    )
    ring = makes_a_ring(relied.user_id, successor_id, dict(meanwhile.values_list("user_id", "replacement_id")))
    rights = access_of(Actor.agent(successor_id)), access_of(Actor.agent(relied.user_id))
    return not ring and policies.stands_with_same_rights(*rights)


def _roles(user_id: int, by: Actor) -> None:
    held = ServiceUserObjectPermission.objects.filter(user_id=user_id).select_related("permission")
    for grant in held.order_by("pk"):
        role, service_id = grant.permission.codename, grant.content_object_id
        grant.delete()
        trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user_id, service=service_id, role=role, given=False)
