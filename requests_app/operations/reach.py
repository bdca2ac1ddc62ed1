"""A message came back: the person is to be reached otherwise, and an agent says when that is done."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.errors import IllegalMove
from messaging.enums import DispatchKind, ReplyKind
from messaging.models import Dispatch
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import saving, timeline
from requests_app.operations.open_task import close_reach, open_reach

SYSTEM = Actor.system("messaging")


def is_internal(dispatch: Dispatch) -> bool:
    """Sent to the town itself, service or agent: its failure is not of the person."""
    return dispatch.kind == DispatchKind.SERVICE_NOTICE or dispatch.reply_kind == ReplyKind.INTERNAL


@transaction.atomic
def note_bounce(dispatch_id: int) -> None:
    """Due today, once a message, whatever is delivered twice; no page becomes stale."""
    _raise_alert(dispatch_id, Kind.BOUNCED, _("Un message est revenu : joindre la personne autrement"))


@transaction.atomic
def note_return(dispatch_id: int) -> None:
    """A letter the post brought back: the same, once a letter."""
    _raise_alert(dispatch_id, Kind.RETURNED, _("Une lettre est revenue : joindre la personne autrement"))


def _raise_alert(dispatch_id: int, kind: Kind, subject: str) -> None:
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    if dispatch.subject_kind != "request" or is_internal(dispatch):
        return
    service_request = ServiceRequest.objects.locked(int(dispatch.subject_ref))
    if service_request.timeline.filter(kind=kind, data__dispatch=dispatch_id).exists():
        return
    service_request.reach_on = service_request.reach_on or calendar.today(service_request.commune)
    saving.settle(service_request, "reach_on", event=kind)
    timeline.record(service_request, kind, by=SYSTEM, data={"dispatch": dispatch_id})
    open_reach(service_request, subject)


@transaction.atomic
def mark_reached(request_id: int, *, by: Actor, revision: int | None = None) -> ServiceRequest:
    """By phone, by letter, at the counter: the alert ends. Raises Forbidden, Stale, IllegalMove."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_mark_reached(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.REACHED)
    if service_request.reach_on is None:
        raise IllegalMove(_("Aucun message revenu n’attend sur cette demande."))
    service_request.reach_on = None
    saving.move(service_request, "phase", "reach_on", event=Kind.REACHED)
    timeline.record(service_request, Kind.REACHED, by=by)
    close_reach(service_request.pk)
    return service_request
