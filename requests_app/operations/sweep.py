"""What the clocks wrote: alerts and implied decisions, at their own date, by a sweep that may run late."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from core import calendar
from core.actor import Actor
from core.models import Commune
from procedures.enums import Silence
from requests_app.enums import CLOCK_KINDS, IMPLIED, UNDECIDED, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import saving, timeline
from requests_app.rules import alerts

BATCH = 200
SYSTEM = Actor.system("sweep_deadlines")


def sweep_deadlines(on: dt.date | None = None) -> int:
    """Brings every timeline up to ``on`` (today); returns how many requests were looked at. Any number of times."""
    today = on or calendar.today(Commune.objects.current())
    looked = 0
    while batch := list(
        ServiceRequest.objects.to_sweep(today).order_by("next_alert_on").values_list("pk", flat=True)[:BATCH]
    ):
        for pk in batch:
            sweep_one(pk, today)
        looked += len(batch)
    return looked


@transaction.atomic
def sweep_one(request_id: int, today: dt.date) -> None:
    """Writes what this request’s clock has to say, each once (a unique index), and when to look again."""
    service_request = ServiceRequest.objects.locked(request_id)
    if service_request.phase not in UNDECIDED or service_request.decided_on is not None:
        service_request.next_alert_on = None
        saving.settle(service_request, "next_alert_on")
        return
    implied = implied_kind(service_request)
    start, due = service_request.received_on, service_request.legal_due
    known = set(service_request.timeline.filter(kind__in=CLOCK_KINDS).values_list("kind", "effective_on"))
    last = None
    for alert in alerts.said_by(start, due, today, implied):
        if (alert.kind, alert.on) not in known and _write(service_request, alert):
            last = alert.kind
    service_request.next_alert_on = alerts.next_look(start, due, today)
    saving.settle(service_request, "next_alert_on", event=last if last in IMPLIED else None)


def implied_kind(service_request: ServiceRequest) -> Kind:
    if service_request.silence == Silence.ACCEPTANCE:
        return Kind.IMPLIED_ACCEPTANCE
    return Kind.IMPLIED_REJECTION


def _write(service_request: ServiceRequest, alert: alerts.Alert) -> bool:
    try:
        with transaction.atomic():
            timeline.record(service_request, alert.kind, by=SYSTEM, effective_on=alert.on)
    except IntegrityError:
        return False
    return True
