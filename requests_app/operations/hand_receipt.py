"""The acknowledgement given from hand to hand: printed on the spot, or torn off a blank form."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from messaging.operations import hand_over
from requests_app import acknowledging, policies
from requests_app.enums import AcknowledgementKind, Kind
from requests_app.models import Acknowledgement, ServiceRequest
from requests_app.operations import saving, timeline


@transaction.atomic
def hand_receipt(request_id: int, *, by: Actor) -> ServiceRequest:
    """Handed over: its clock stops today. Twice is once. By whoever typed it just now, or sees the request."""
    service_request = ServiceRequest.objects.locked(request_id)
    allowed = policies.entered_just_now(by, service_request, calendar.now()) or policies.can_reply(by, service_request)
    policies.require(allowed)
    if service_request.ar_sent_on is not None:
        return service_request
    receipt = service_request.acknowledgements.filter(kind=AcknowledgementKind.ARE).first()
    if receipt is None:
        raise Refused(_("Cette demande n’a pas d’accusé de réception à remettre."))
    _stop_clock(service_request, calendar.today(service_request.commune), by)
    if receipt.dispatch_id and receipt.channel == Channel.POST:
        hand_over(receipt.dispatch_id)
    return service_request


@transaction.atomic
def record_handed_receipt(request_id: int, *, on: dt.date, by: Actor) -> Acknowledgement:
    """The tear-off receipt of a blank form, given on that day: no second acknowledgement. Twice is once."""
    service_request = ServiceRequest.objects.locked(request_id)
    known = service_request.acknowledgements.filter(kind=AcknowledgementKind.ARE).first()
    if known is not None:
        return known
    mentions = acknowledging.mentions(service_request)
    receipt = Acknowledgement.objects.create(
        request=service_request,
        kind=AcknowledgementKind.ARE,
        issued_at=calendar.now(),
        channel=Channel.COUNTER,
        address="",
        mentions=mentions,
        content_sha256=acknowledging.fingerprint(mentions),
    )
    _stop_clock(service_request, on, by)
    return receipt


def _stop_clock(service_request: ServiceRequest, on: dt.date, by: Actor) -> None:
    service_request.ar_sent_on = on
    saving.settle(service_request, "ar_sent_on")
    data = {"channel": Channel.COUNTER}
    timeline.record(service_request, Kind.ACK_SENT, by=by, effective_on=on, data=data)
