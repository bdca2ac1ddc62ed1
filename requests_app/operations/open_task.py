"""Somebody to call back, with a request or without; or to reach otherwise, when a message came back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.querysets import person_set
from citizens.rules.contacts import normalise_phone
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused
from organisation import presence
from organisation.access import access_of
from organisation.models import Service
from requests_app import task_policies
from requests_app.enums import Kind, TaskKind, TaskState
from requests_app.models import ServiceRequest, Task
from requests_app.operations import task_steps


@transaction.atomic
def open_task(
    *,
    kind: str,
    service_id: int,
    by: Actor,
    subject: str = "",
    due_on: dt.date | None = None,
    due_time: dt.time | None = None,
    request_id: int | None = None,
    citizen_id: int | None = None,
    owner_id: int | None = None,
    phone: str = "",
    confidential: bool = False,
) -> Task:
    """Due the next time the service is open unless said; an absent owner’s replacement has it instead.

    Raises Refused (number, day, closed, owner) and Forbidden (a request that ``by`` may not touch).

    Confidential as soon as the request or the person is: the caller need not know.
    """
    service = Service.objects.select_related("commune").get(pk=service_id)
    request = _request(request_id, by)
    citizen = Citizen.objects.get(pk=citizen_id) if citizen_id else (request.citizen if request else None)
    task = Task(
        commune=service.commune,
        kind=TaskKind(kind),
        request=request,
        citizen=citizen,
        service=service,
        owner_id=owner_id,
        confidential=_is_confidential(confidential, request, citizen),
        phone=_number(phone) or _known_number(request, citizen),
        subject=task_steps.clean(subject, 200),
        due_on=due_on or presence.from_now(service),
        due_time=due_time,
        created_by_id=by.user_id,
        created_at=calendar.now(),
    )
    _check(task)
    if due_on is not None and by.is_agent:
        task_steps.require_open(task)
    task.save()
    task_steps.tell(task, Kind.TASK_OPENED, by=by, genre=task.kind, due_on=task.due_on)
    return task


def open_reach(request: ServiceRequest, subject: str) -> Task:
    """At most one open a request; called inside the transaction that locked it."""
    known = Task.objects.open_reach_of(request.pk).first()
    return known or Task.objects.create(
        commune=request.commune,
        kind=TaskKind.REACH,
        request=request,
        citizen=request.citizen,
        service=request.service,
        confidential=request.confidential,
        phone=_known_number(request, request.citizen),
        subject=subject,
        due_on=presence.from_now(request.service),
    )


def close_reach(request_id: int) -> None:
    """The person was reached from the page of the request: its task is done too."""
    for task in Task.objects.open_reach_of(request_id).select_for_update():
        task_steps.end(task, TaskState.DONE, "")


@transaction.atomic
def tasks_follow(request_id: int) -> None:
    """A request that changes service takes along whom to reach; idempotent."""
    request = ServiceRequest.objects.locked(request_id)
    for task in Task.objects.open_reach_of(request_id).select_for_update():
        if task.service_id != request.service_id:
            task.service_id, task.owner = request.service_id, None
            task.save(update_fields=["service", "owner"])


def _request(request_id: int | None, by: Actor) -> ServiceRequest | None:
    if request_id is None:
        return None
    request = ServiceRequest.objects.filter(pk=request_id).select_for_update(of=("self",)).first()
    if request is None or not task_policies.can_open_about(by, request):
        raise Forbidden(_("Cette demande n’existe pas, ou elle n’est pas ouverte à vos services."))
    return request


def _is_confidential(asked: bool, request: ServiceRequest | None, citizen: Citizen | None) -> bool:
    return asked or bool(request and request.confidential) or bool(citizen and citizen.veiled)


def _number(typed: str) -> str:
    if not typed.strip():
        return ""
    found = normalise_phone(typed)
    if not found:
        raise Refused(_("« %s » n’est pas un numéro de téléphone : vérifiez-le.") % task_steps.clean(typed, 40))
    return found


def _known_number(request: ServiceRequest | None, citizen: Citizen | None) -> str:
    """Where the person said to be answered, else the newest number known of them."""
    if request is not None and request.reply_phone:
        return normalise_phone(request.reply_phone) or ""
    if citizen is None:
        return ""
    numbers = ContactPoint.objects.filter(
        citizen__in=person_set(citizen), kind=ContactKind.PHONE, ended_on__isnull=True
    )
    if not (request and request.confidential):
        numbers = numbers.filter(veiled=False)
    return numbers.order_by("-pk").values_list("normalised", flat=True).first() or ""


def _check(task: Task) -> None:
    task_steps.require_day(task.due_on, task)
    if task.kind == TaskKind.CALL_BACK and not task.phone:
        raise Refused(_("Indiquez le numéro à rappeler."))
    require_owner(task)


def require_owner(task: Task) -> None:
    """An owner can see what is given to them. The same sentence for an unknown agent: nobody learns who exists.

    One who is absent today is replaced (organisation.presence): by nobody when nobody is there, the service sees it.
    """
    if task.owner_id is None:
        return
    if not _may_own(task, task.owner_id):
        raise Refused(_("Cet agent ne peut pas voir cette tâche : choisissez un agent du service."))
    task.owner_id = owner_in_charge(task, task.owner_id)


def owner_in_charge(task: Task, user_id: int) -> int | None:
    """This agent, or who stands in for them today; None where nobody there may see the task."""
    found = presence.in_charge(user_id, task.service, lambda one: _may_own(task, one))
    return found if found is not None and _may_own(task, found) else None


def _may_own(task: Task, user_id: int) -> bool:
    owner = Actor.agent(user_id)
    places = {task.service_id, task.request.service_id if task.request else None}
    return bool(places & access_of(owner).service_ids) and task_policies.can_view(owner, task)
