"""Posting a signed hook, as a switchboard does."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from api.signatures import sign
from core import calendar

ADDRESS = "/cti/appels/"
NEW_CALL = {"event": "newCall", "callId": "a-1", "from": "0639982760", "to": "0199004100", "extension": "214"}


def post(
    body: Any = None, *, at: dt.datetime | None = None, secret: str = "", header: str | None = None
) -> HttpResponse:
    raw = body if isinstance(body, bytes) else json.dumps(NEW_CALL if body is None else body).encode()
    signed = sign(raw, secret=secret or settings.GRC_CTI_SECRET, at=at or calendar.now())
    # A machine: no cookie, no CSRF token.
    client = Client(enforce_csrf_checks=True)
    return client.generic(
        "POST",
        ADDRESS,
        raw,
        content_type="application/json",
        headers={"X-GRC-Signature": signed if header is None else header},
    )
