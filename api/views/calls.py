"""``POST /cti/appels/``: what any switchboard tells of its calls."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from rest_framework.request import Request
from rest_framework.response import Response

from api.call_events import BadEvent, read_event
from api.views.signed import SignedView
from channels_app.operations import take_call_event
from core import calendar
from core.models import Commune


class CallEvents(SignedView):
    """200 ``{"status": "taken"}``, or ``"duplicate"`` for an event played again; 400 with a sentence."""

    signed_by = "GRC_CTI_SECRET"

    def post(self, request: Request) -> Response:
        body, signed_at = self.signed_body(request)
        commune = Commune.objects.current()
        try:
            told = read_event(body, signed_at=signed_at, now=calendar.now(), zone=ZoneInfo(commune.timezone))
        except BadEvent as bad:
            return Response({"status": "refused", "detail": bad.sentence}, status=400)
        taken = take_call_event(
            commune_id=commune.pk,
            call_id=told.call_id,
            event=told.event,
            caller=told.caller,
            line=told.line,
            extension=told.extension,
            occurred_at=told.at,
        )
        return Response({"status": "duplicate" if taken.is_duplicate else "taken"})
