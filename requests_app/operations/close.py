"""A request ends with an answer to the person."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import messages, saving, timeline, words


@transaction.atomic
def close(
    request_id: int, *, answer: str, by: Actor, file_ids: Iterable[int] = (), revision: int | None = None
) -> ServiceRequest:
    """The last word is always said: no request ends in silence. Raises Refused, Forbidden, Stale, IllegalMove."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_close(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.CLOSE)
    said = words.required(
        answer, _("Écrivez la réponse que la personne lira : une demande ne se clôt pas sans réponse.")
    )
    service_request.closed_on = calendar.today(service_request.commune)
    service_request.next_alert_on = None
    saving.move(service_request, "phase", "closed_on", "next_alert_on", event=Kind.CLOSED)
    message = messages.write(service_request, by=by, text=said, file_ids=file_ids)
    timeline.record(service_request, Kind.CLOSED, by=by, message=message)
    outbox.publish("request.closed", request_id=service_request.pk, message_id=message.pk)
    return service_request
