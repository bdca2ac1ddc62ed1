"""An internal note: never sent, readable by the person in an access export."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import Note, ServiceRequest
from requests_app.operations import messages, saving, timeline, words


@transaction.atomic
def write_note(request_id: int, *, text: str, by: Actor, revision: int | None = None) -> Note:
    """Adds a note; it overwrites nothing, so ``revision`` is accepted and never refused. Raises Refused, Forbidden."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_note(by, service_request))
    lifecycle.after(service_request.phase, Action.NOTE)
    said = words.required(text, _("Écrivez la note avant de l’enregistrer."))
    note = messages.note(service_request, by=by, text=said)
    saving.settle(service_request, event=Kind.NOTED)
    timeline.record(service_request, Kind.NOTED, by=by, note=note)
    return note
