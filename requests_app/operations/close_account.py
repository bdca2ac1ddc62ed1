"""An agent leaves: the work in hand goes to colleagues or back to the service, and the account is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations import close_access, held_with_administrators
from citizens.operations import hand_over_addresses
from core import outbox
from core.actor import Actor
from core.errors import Forbidden, Refused
from organisation import policies as organisation_policies
from organisation.access import access_of
from organisation.operations import leave_services
from requests_app.enums import Kind
from requests_app.models import Draft, ServiceRequest, Task
from requests_app.operations import saving, timeline
from requests_app.operations.assign import in_charge_of
from requests_app.operations.open_task import owner_in_charge

Choices = Mapping[int, int | None]


@dataclass(frozen=True)
class Shares:
    """Who takes what, by primary key; None is « au service ». What is not named goes to the successor."""

    requests: Choices = field(default_factory=dict)
    tasks: Choices = field(default_factory=dict)
    heads: Choices = field(default_factory=dict)


@transaction.atomic
def close_account(user_id: int, *, successor_id: int | None = None, shares: Shares | None = None, by: Actor) -> User:
    """Everything or nothing. What a successor may not see, or cannot take, goes back to its service.

    Open requests and tasks, drafts of the desk, services headed, replacements, protected addresses, roles, sessions.
    What is ended keeps its author. Twice is once. Raises Forbidden, Refused (last administrator, unknown successor).
    """
    user = held_with_administrators(user_id)[0]
    allowed = organisation_policies.can_close_account(by, user)
    if allowed is not True:
        raise Forbidden(str(allowed))
    chosen = shares or Shares()
    _check_successors(user, [successor_id, *chosen.requests.values(), *chosen.tasks.values(), *chosen.heads.values()])
    _requests(user_id, successor_id, chosen.requests, by)
    _tasks(user_id, successor_id, chosen.tasks)
    _drafts(user_id, successor_id)
    hand_over_addresses(user_id, successor_id=successor_id)
    leave_services(user_id, successor_id=successor_id, heads=chosen.heads, by=by)
    return close_access(user_id, by=by)


def _check_successors(user: User, ids: list[int | None]) -> None:
    wanted = {one for one in ids if one is not None}
    known = User.objects.filter(pk__in=wanted, is_active=True, commune_id=user.commune_id).exclude(pk=user.pk)
    if known.count() != len(wanted):
        raise Refused(_("Choisissez un autre agent, dont le compte est en service."))


def _requests(user_id: int, successor_id: int | None, chosen: Choices, by: Actor) -> None:
    held = ServiceRequest.objects.open().filter(assigned_to_id=user_id).select_related("service__commune", "commune")
    for service_request in held.select_for_update(of=("self",)).order_by("pk"):
        wanted = chosen.get(service_request.pk, successor_id)
        found = in_charge_of(service_request, wanted) if wanted else None
        service_request.assigned_to_id = found
        saving.move(service_request, "assigned_to", event=Kind.ASSIGNED)
        timeline.record(service_request, Kind.ASSIGNED, by=by, data={"user": found, "handed_from": user_id})
        outbox.publish("request.assigned", request_id=service_request.pk)


def _tasks(user_id: int, successor_id: int | None, chosen: Choices) -> None:
    held = Task.objects.open().filter(owner_id=user_id).select_related("service__commune", "request")
    for task in held.select_for_update(of=("self",)).order_by("pk"):
        wanted = chosen.get(task.pk, successor_id)
        task.owner_id = owner_in_charge(task, wanted) if wanted else None
        task.save(update_fields=["owner"])


def _drafts(user_id: int, successor_id: int | None) -> None:
    """Of the desk. What nobody may take up is purged at its date; a confidential one needs its own right."""
    held = Draft.objects.filter(entered_by=str(user_id), request__isnull=True)
    if successor_id is not None:
        unveiled = access_of(Actor.agent(successor_id)).confidential_ids
        plain = Q(procedure_version__procedure__confidential=False)
        allowed = held.filter(plain | Q(procedure_version__procedure__service__in=unveiled))
        ids = list(allowed.values_list("pk", flat=True))
        Draft.objects.filter(pk__in=ids).update(entered_by=str(successor_id))
    held.update(entered_by="")
