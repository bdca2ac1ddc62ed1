"""The person writes to the service, from the follow-up page or by e-mail."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from requests_app import lifecycle, policies
from requests_app.enums import ENDED, Action, Kind
from requests_app.followed import kept_for
from requests_app.models import Message, ServiceRequest
from requests_app.operations import messages, saving, timeline, words


@transaction.atomic
def receive_answer(
    request_id: int,
    *,
    text: str,
    by: Actor,
    file_ids: Iterable[int] = (),
    channel: Channel = Channel.WEB,
    received_on: dt.date | None = None,
) -> Message:
    """Words, files or both; what waited for the person goes on. A mail is taken whole, however long.

    ``received_on``: the day a letter reached any service of the town (CRPA L112-1), today otherwise.

    What answers a merged request of the same person goes to the one it is followed in.
    Raises Refused, Forbidden, IllegalMove.
    """
    service_request = _addressed(request_id, by)
    _require_open(service_request)
    service_request.phase = lifecycle.after(service_request.phase, Action.ANSWER)
    said, files = (words.clean if channel == Channel.EMAIL else words.limited)(text), list(file_ids)
    if not said and not files:
        raise Refused(_("Écrivez un message ou ajoutez un fichier avant d’envoyer."))
    service_request.messages.filter(asks=True, answered_at__isnull=True).update(answered_at=calendar.now())
    saving.move(service_request, "phase", event=Kind.ANSWERED)
    message = messages.write(service_request, by=by, text=said, file_ids=files, channel=channel)
    told = {"files": len(files)}
    timeline.record(service_request, Kind.ANSWERED, by=by, effective_on=received_on, message=message, data=told)
    outbox.publish("request.answered", request_id=service_request.pk, message_id=message.pk)
    return message


def _addressed(request_id: int, by: Actor) -> ServiceRequest:
    """Locked, one row at a time: a merge undone meanwhile is seen once the lock is held."""
    asked = ServiceRequest.objects.get(pk=request_id)
    policies.require(policies.can_answer(by, asked))
    kept = kept_for(asked)
    found = ServiceRequest.objects.locked(kept.pk if kept else request_id)
    asked.refresh_from_db()
    if (kept_for(asked) or asked).pk != found.pk:
        return ServiceRequest.objects.locked(request_id)
    return found


def _require_open(service_request: ServiceRequest) -> None:
    if service_request.phase in ENDED:
        raise Refused(
            _("Cette demande est terminée, votre message n’est pas parti. Appelez le service %(service)s au %(phone)s.")
            % {"service": service_request.service.name, "phone": service_request.service.phone}
        )
