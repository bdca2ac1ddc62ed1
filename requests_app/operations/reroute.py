"""A request goes to another service: the history stays, nobody outside is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import outbox
from core.actor import Actor
from core.errors import Refused
from organisation.models import Service
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import messages, saving, timeline, words

LONGEST_REASON = 300


@transaction.atomic
def reroute(request_id: int, *, service_id: int, reason: str, by: Actor, revision: int | None = None) -> ServiceRequest:
    """Moves it and frees its agent. A confidential request stays so, and never leaves its legal entity’s sector.

    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_reroute(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.REROUTE)
    why = words.required(reason, _("Dites pourquoi cette demande change de service."))
    target = _target(service_request, service_id)
    came_from = service_request.service_id
    service_request.service = target
    service_request.assigned_to = None
    service_request.routing_reason = why[:LONGEST_REASON]
    saving.move(service_request, "phase", "service", "assigned_to", "routing_reason", event=Kind.REROUTED)
    saving.index(service_request)
    # Words live in a note, the timeline keeps ids: each reason stays readable after the next re-routing.
    note = messages.note(service_request, by=by, text=why)
    data = {"from": came_from, "service": target.pk}
    timeline.record(service_request, Kind.REROUTED, by=by, note=note, data=data)
    outbox.publish("request.routed", request_id=service_request.pk)
    return service_request


def _target(service_request: ServiceRequest, service_id: int) -> Service:
    target = (
        Service.objects.select_related("sector", "legal_entity")
        .filter(pk=service_id, commune_id=service_request.commune_id, is_active=True)
        .first()
    )
    if target is None:
        raise Refused(_("Ce service n’existe pas ou n’est plus en activité."))
    if target.pk == service_request.service_id:
        raise Refused(_("La demande est déjà dans ce service."))
    if service_request.confidential and target.sector_id != service_request.service.sector_id:
        raise Refused(
            _("Cette demande est confidentielle : elle ne peut pas être réorientée hors du secteur « %(sector)s ».")
            % {"sector": service_request.service.sector.name}
        )
    return target
