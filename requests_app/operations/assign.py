"""A request is given to an agent, or to nobody: only to one who can see it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import outbox
from core.actor import Actor
from core.errors import Refused
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import saving, timeline


@transaction.atomic
def assign(request_id: int, *, to_user_id: int | None, by: Actor, revision: int | None = None) -> ServiceRequest:
    """``to_user_id`` None takes the request back from whoever had it. Raises Refused, Forbidden, Stale, IllegalMove."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_assign(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.ASSIGN)
    _require_reader(service_request, to_user_id)
    service_request.assigned_to_id = to_user_id
    saving.move(service_request, "phase", "assigned_to", event=Kind.ASSIGNED)
    timeline.record(service_request, Kind.ASSIGNED, by=by, data={"user": to_user_id})
    outbox.publish("request.assigned", request_id=service_request.pk)
    return service_request


def _require_reader(service_request: ServiceRequest, to_user_id: int | None) -> None:
    if to_user_id is None:
        return
    # The same sentence for an unknown agent and for one without access: it tells nothing of who exists.
    known = User.objects.filter(pk=to_user_id, is_active=True).exists()
    if not known or not policies.can_view(Actor.agent(to_user_id), service_request):
        raise Refused(_("Cet agent ne peut pas voir cette demande : choisissez un agent du service."))
