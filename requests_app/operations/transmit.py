"""Sent to the wrong door: the request goes to the competent administration, and the person is told (CRPA L114-2)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from files.enums import ScanState
from organisation.models import Administration
from requests_app import lifecycle, policies
from requests_app.all_files import documents
from requests_app.enums import Action, Kind
from requests_app.models import ServiceRequest, Transmission
from requests_app.operations import saving, timeline, words

LONGEST_REASON = 600
# Heavier than this goes on paper: mail servers refuse it.
MOST_BYTES_BY_EMAIL = 15_000_000


@transaction.atomic
def transmit_request(
    request_id: int, *, administration_id: int, reason: str, by: Actor, revision: int | None = None
) -> Transmission:
    """Our clocks end; the acknowledgement, when none has left, is the competent administration’s to give (L114-3).

    The letter with the file and the notice to the person leave on ``request.transmitted``; the words stay here, as a
    copy. Raises Refused, Forbidden, Stale, IllegalMove.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_transmit(by, service_request))
    saving.require_fresh(service_request, revision)
    service_request.phase = lifecycle.after(service_request.phase, Action.TRANSMIT)
    target = _target(service_request, administration_id)
    why = words.required(
        reason, _("Dites pourquoi cette administration est compétente : elle et la personne le liront.")
    )
    if len(why) > LONGEST_REASON:
        raise Refused(_("Cette raison est trop longue : %d caractères au plus.") % LONGEST_REASON)
    channel = channel_for(service_request, target)
    today = calendar.today(service_request.commune)
    sent = Transmission.objects.create(
        request=service_request,
        administration=target,
        reason=why,
        channel=channel,
        transmitted_on=today,
        transmitted_by_id=by.user_id,
    )
    service_request.ar_due = service_request.ar_due and service_request.ar_sent_on is not None
    service_request.closed_on, service_request.next_alert_on = today, None
    saving.move(service_request, "phase", "ar_due", "closed_on", "next_alert_on", event=Kind.TRANSMITTED)
    data = {"administration": target.pk, "transmission": sent.pk, "channel": channel}
    timeline.record(service_request, Kind.TRANSMITTED, by=by, data=data)
    outbox.publish("request.transmitted", transmission_id=sent.pk)
    return sent


def _target(service_request: ServiceRequest, administration_id: int) -> Administration:
    found = Administration.objects.filter(
        pk=administration_id, commune_id=service_request.commune_id, is_active=True
    ).first()
    if found is None:
        raise Refused(_("Cette administration n’est plus dans l’annuaire : choisissez-en une autre."))
    return found


def channel_for(service_request: ServiceRequest, target: Administration) -> Channel:
    """A confidential file travels in a closed envelope."""
    stored = documents(service_request)
    if any(one.scan_state == ScanState.PENDING for one in stored):
        raise Refused(_("Un document attend encore l’antivirus : transmettez la demande dans quelques minutes."))
    heavy = sum(one.size for one in stored) > MOST_BYTES_BY_EMAIL
    return Channel.POST if service_request.confidential or heavy or not target.email else Channel.EMAIL
