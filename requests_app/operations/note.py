"""An internal note: never sent, readable by the person in an access export."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.errors import Refused
from organisation import presence
from organisation.rules.replacing import stand_in
from requests_app import lifecycle, policies
from requests_app.colleagues import agents_for
from requests_app.enums import Action, Kind
from requests_app.models import Note, ServiceRequest
from requests_app.operations import messages, saving, timeline, words


@transaction.atomic
def write_note(request_id: int, *, text: str, by: Actor, tell: Iterable[int] = (), revision: int | None = None) -> Note:
    """Adds a note; it overwrites nothing, so ``revision`` is accepted and never refused.

    ``tell`` are agents who see this request: each gets one mail, whose answer is a note; who replaces one of
    them today is told too. Raises Refused, Forbidden.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_note(by, service_request))
    lifecycle.after(service_request.phase, Action.NOTE)
    said = words.required(text, _("Écrivez la note avant de l’enregistrer."))
    told = _colleagues(service_request, tell, by)
    note = messages.note(service_request, by=by, text=said)
    saving.settle(service_request, event=Kind.NOTED)
    timeline.record(service_request, Kind.NOTED, by=by, note=note, data={"told": told} if told else None)
    for user_id in told:
        outbox.publish("request.noted", request_id=service_request.pk, note_id=note.pk, user_id=user_id)
    return note


def _colleagues(service_request: ServiceRequest, tell: Iterable[int], by: Actor) -> list[int]:
    """Once each, without the author: nobody is told of their own note."""
    wanted = set(tell) - {by.user_id}
    if not wanted:
        return []
    able = {agent.pk for agent in agents_for([service_request])}
    if wanted - able:
        raise Refused(_("Un des agents à prévenir ne peut pas voir cette demande."))
    return sorted((wanted | _stand_ins(service_request, wanted, able)) - {by.user_id})


def _stand_ins(service_request: ServiceRequest, wanted: set[int], able: set[int]) -> set[int]:
    """Who replaces today those who are away: a note is not read a week later."""
    absents = presence.away(service_request.commune_id, calendar.today(service_request.commune))
    found = {stand_in(one, absents, lambda user_id: user_id in able) for one in wanted & set(absents)}
    return {one for one in found if one is not None}
