"""A friendly question to the person: it touches no legal clock (the letter of L114-5 is another action)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from core import outbox
from core.actor import Actor
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import Message, ServiceRequest
from requests_app.operations import messages, saving, timeline, words


@transaction.atomic
def ask(request_id: int, *, text: str, by: Actor, file_ids: Iterable[int] = (), revision: int | None = None) -> Message:
    """The request waits for the person; rejection and acceptance dates stay. Raises Refused, Forbidden, Stale."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_ask(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.ASK)
    said = words.required(text, _("Écrivez ce que vous demandez à la personne."))
    saving.move(service_request, "phase", event=Kind.ASKED)
    message = messages.write(service_request, by=by, text=said, asks=True, file_ids=file_ids)
    timeline.record(service_request, Kind.ASKED, by=by, message=message)
    outbox.publish("request.asked", request_id=service_request.pk, message_id=message.pk)
    return message
