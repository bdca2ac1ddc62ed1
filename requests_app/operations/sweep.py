"""What the clocks wrote: alerts and implied decisions, at their own date, by a sweep that may run late."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import IntegrityError, transaction

from core import calendar
from core.actor import Actor
from core.models import Commune
from procedures.enums import Silence
from requests_app.enums import CLOCK_KINDS, IMPLIED, UNDECIDED, Kind
from requests_app.models import ServiceRequest
from requests_app.operations import saving, timeline
from requests_app.rules import alerts

logger = logging.getLogger(__name__)
BATCH = 200
SYSTEM = Actor.system("sweep_deadlines")


def sweep_deadlines(on: dt.date | None = None) -> int:
    """Brings every timeline up to ``on`` (today), any number of times; returns how many requests were looked at.

    A request that fails is logged and left for the next run: it holds no other.
    """
    today = on or calendar.today(Commune.objects.current())
    looked, last = 0, 0
    while batch := _due(today, last):
        for pk in batch:
            try:
                sweep_one(pk, today)
            except Exception:
                logger.exception("sweep of request %s failed", pk)
        looked, last = looked + len(batch), batch[-1]
    return looked


def _due(today: dt.date, after: int) -> list[int]:
    found = ServiceRequest.objects.to_sweep(today).filter(pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def sweep_one(request_id: int, today: dt.date) -> None:
    """Writes what this request’s clock has to say, each once (a unique index), and when to look again."""
    service_request = ServiceRequest.objects.locked(request_id)
    if service_request.phase not in UNDECIDED or service_request.decided_on is not None:
        service_request.next_alert_on = None
        saving.settle(service_request, "next_alert_on")
        return
    if service_request.procedure.is_system:
        _recall(service_request, today)
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


def _recall(service_request: ServiceRequest, today: dt.date) -> None:
    """Nobody has said what it is, and its acknowledgement waits for that: told once, early enough."""
    due = service_request.ar_due_on if service_request.ar_due else None
    on = alerts.qualify_on(service_request.received_on, due) if due else None
    if on is not None and on > today:
        service_request.next_alert_on = on
        saving.settle(service_request, "next_alert_on")
        return
    service_request.next_alert_on = None
    told = on is not None and _write(service_request, alerts.Alert(on, Kind.ALERT_QUALIFY))
    saving.settle(service_request, "next_alert_on", event=Kind.ALERT_QUALIFY if told else None)


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
