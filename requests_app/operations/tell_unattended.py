"""A request was meant for somebody absent and nobody stands in: the managers of its service are told."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import calendar
from core.actor import Actor
from messaging.enums import DispatchKind, ReplyKind
from messaging.models import Dispatch
from messaging.operations import post
from organisation import presence
from organisation.enums import Role
from requests_app import policies, variables
from requests_app.models import ServiceRequest


@transaction.atomic
def tell_unattended(request_id: int, *, user_id: int) -> list[Dispatch]:
    """Those who are there and see it; all of them when none is there. Nothing once somebody has taken it.

    Without any manager, the mailbox of the service. Of a confidential request, only the number.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    if service_request.assigned_to_id is not None or not service_request.is_open:
        return []
    absent = User.objects.get(pk=user_id)
    values = _values(service_request, absent)
    to: list[tuple[str, str, int | None]] = [
        (one.email, one.display_name, one.pk) for one in _managers(service_request)
    ]
    service = service_request.service
    return [
        post(
            key=f"unattended:{service_request.pk}:{service_request.revision}:{ref or 'service'}",
            commune_id=service_request.commune_id,
            kind=DispatchKind.NOTICE,
            template="personne-pour-une-demande",
            to_address=address,
            to_name=name,
            variables=values,
            from_service_id=service.pk,
            subject_kind="request",
            subject_ref=str(service_request.pk),
            confidential=service_request.confidential,
            reply_kind=ReplyKind.INTERNAL,
            reply_agent_ref=ref,
        )
        for address, name, ref in to or [(service.email, service.name, None)]
    ]


def _managers(service_request: ServiceRequest) -> list[User]:
    named = User.objects.filter(
        is_active=True,
        serviceuserobjectpermission__content_object_id=service_request.service_id,
        serviceuserobjectpermission__permission__codename=Role.MANAGER,
    ).order_by("pk")
    found = [one for one in named if policies.can_view(Actor.agent(one.pk), service_request)]
    absents = presence.away(service_request.commune_id, calendar.today(service_request.commune))
    return [one for one in found if one.pk not in absents] or found


def _values(service_request: ServiceRequest, absent: User) -> dict[str, str]:
    secret = service_request.confidential
    name = "" if secret else absent.display_name
    values = variables.of_request(service_request, texte=name, signature="", for_service=True)
    return {**values, "demarche": "", "objet": ""} if secret else values
