"""A request is given to an agent, or to nobody: only to one who can see it; an absent one is replaced."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import outbox
from core.actor import Actor
from core.errors import Refused
from organisation import presence
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import saving, timeline


@transaction.atomic
def assign(request_id: int, *, to_user_id: int | None, by: Actor, revision: int | None = None) -> ServiceRequest:
    """``to_user_id`` None takes the request back from whoever had it.

    For an agent absent today: the replacement along the chain, else the head of the service, else nobody and the
    managers are told. Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_assign(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.ASSIGN)
    _require_reader(service_request, to_user_id)
    found = in_charge_of(service_request, to_user_id)
    service_request.assigned_to_id = found
    saving.move(service_request, "phase", "assigned_to", event=Kind.ASSIGNED)
    data = {"user": found, "instead_of": to_user_id} if found != to_user_id else {"user": to_user_id}
    timeline.record(service_request, Kind.ASSIGNED, by=by, data=data)
    outbox.publish("request.assigned", request_id=service_request.pk)
    if found is None and to_user_id is not None:
        outbox.publish("request.unattended", request_id=service_request.pk, user_id=to_user_id)
    return service_request


def in_charge_of(service_request: ServiceRequest, user_id: int | None) -> int | None:
    """Who gets what is meant for this agent today; None: nobody is there who may see the request."""
    if user_id is None:
        return None

    def sees(one: int) -> bool:
        return policies.can_view(Actor.agent(one), service_request)

    found = presence.in_charge(user_id, service_request.service, sees)
    return found if found is not None and sees(found) else None


def _require_reader(service_request: ServiceRequest, to_user_id: int | None) -> None:
    if to_user_id is None:
        return
    # The same sentence for an unknown agent and for one without access: it tells nothing of who exists.
    known = User.objects.filter(pk=to_user_id, is_active=True).exists()
    if not known or not policies.can_view(Actor.agent(to_user_id), service_request):
        raise Refused(_("Cet agent ne peut pas voir cette demande : choisissez un agent du service."))
