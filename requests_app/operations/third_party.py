"""Waiting for somebody else: the opinion of a partner, of the State, of another service."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.errors import Refused
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import messages, saving, timeline, words

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def wait_for_third_party(
    request_id: int, *, who: str, until: dt.date | None, by: Actor, text: str = "", revision: int | None = None
) -> ServiceRequest:
    """``who`` and what was asked of them stay in a note; ``until`` is when the service asks again.

    It stops no legal clock: only a document asked of the person does (L114-5).
    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_wait(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.WAIT)
    name = words.required(who, _("Dites de qui vous attendez une réponse."))
    service_request.third_party_on = _checked(service_request, until)
    saving.move(service_request, "phase", "third_party_on", event=Kind.WAITING)
    said = "\n".join(part for part in (name, words.limited(text)) if part)
    note = messages.note(service_request, by=by, text=said)
    timeline.record(service_request, Kind.WAITING, by=by, note=note, data={"until": service_request.third_party_on})
    return service_request


@transaction.atomic
def resume_request(request_id: int, *, by: Actor, text: str = "", revision: int | None = None) -> ServiceRequest:
    """What was waited for has come, or is waited for no more. Raises Forbidden, Stale, IllegalMove."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_wait(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.RESUME)
    service_request.third_party_on = None
    saving.move(service_request, "phase", "third_party_on", event=Kind.RESUMED)
    said = words.limited(text)
    note = messages.note(service_request, by=by, text=said) if said else None
    timeline.record(service_request, Kind.RESUMED, by=by, note=note)
    return service_request


def _checked(service_request: ServiceRequest, until: dt.date | None) -> dt.date:
    today = calendar.today(service_request.commune)
    if until is None:
        raise Refused(_("Donnez le jour où vous relancerez, si rien ne vient."))
    if until < today:
        raise Refused(_("Ce jour est passé : donnez celui où vous relancerez."))
    if until > today + LONGEST:
        raise Refused(_("Ce jour est trop loin : un an au plus."))
    return until
