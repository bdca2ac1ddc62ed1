"""Call-backs, contacts and calls, for the tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from channels_app import operations as doors
from channels_app.models import Contact, PhoneCall
from core import calendar
from core.actor import Actor
from requests_app import operations
from requests_app.enums import TaskKind
from requests_app.models import Task
from tests.builders import SYSTEM, make_town, service

CALLER = "0639982760"


def make_task(of: str = "accueil", *, by: Actor = SYSTEM, **fields: Any) -> Task:
    """Somebody to call back today."""
    known = {"kind": TaskKind.CALL_BACK, "phone": CALLER, "subject": "Horaires de la piscine"}
    return operations.open_task(service_id=service(of).pk, by=by, **{**known, **fields})


def ring(call_id: str = "appel-1", *, at: dt.datetime | None = None, **fields: Any) -> PhoneCall:
    """One event of a call, as the switchboard tells it."""
    known = {"event": "newCall", "caller": CALLER, "line": "0199004100", "extension": ""}
    commune = make_town()
    when = at or calendar.now()
    return doors.take_call_event(commune_id=commune.pk, call_id=call_id, occurred_at=when, **{**known, **fields}).call


def make_contact(of: str = "accueil", *, by: Actor = SYSTEM, **fields: Any) -> Contact:
    known = {"channel": "phone", "subject": "Horaires de la piscine", "outcome": "answered"}
    return doors.record_contact(service_id=service(of).pk, by=by, **{**known, **fields})
