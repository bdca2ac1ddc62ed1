"""An agent writes to the person."""

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
def reply(
    request_id: int,
    *,
    text: str,
    by: Actor,
    file_ids: Iterable[int] = (),
    quote_ids: Iterable[int] = (),
    revision: int | None = None,
) -> Message:
    """The person is told by the channel they chose; ``quote_ids`` are earlier messages that go under the answer.

    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_reply(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.REPLY)
    said = words.required(text, _("Écrivez la réponse avant de l’envoyer."))
    saving.move(service_request, "phase", event=Kind.REPLIED)
    message = messages.write(service_request, by=by, text=said, file_ids=file_ids, quotes=quote_ids)
    timeline.record(service_request, Kind.REPLIED, by=by, message=message)
    outbox.publish("request.replied", request_id=service_request.pk, message_id=message.pk)
    return message
