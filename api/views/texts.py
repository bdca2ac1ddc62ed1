"""``POST /sms/recus/``: what a provider tells of the text messages it took."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.views.signed import SignedView
from messaging.operations import record_text_receipt
from messaging.operations.record_text_receipt import EVENTS

_LONGEST = 100


class TextReceipts(SignedView):
    """Body: ``{"id", "event": "delivered"|"failed"}``. 200 for a message of ours, played again or not; 202 for an
    identifier we do not know (another town, or too early); 400 with a sentence."""

    signed_by = "GRC_SMS_RECEIPT_SECRET"

    def post(self, request: Request) -> Response:
        body, _signed_at = self.signed_body(request)
        reference, event = _read(body)
        if not reference:
            return _refused(_("« id » manque : l’identifiant du SMS chez le fournisseur, 100 caractères au plus."))
        if event not in EVENTS:
            return _refused(_("« event » vaut « delivered » ou « failed »."))
        known = record_text_receipt(reference, event)
        return Response({"status": "taken" if known else "unknown"}, status=200 if known else 202)


def _read(body: bytes) -> tuple[str, str]:
    """Empty where a word is missing, of another kind, or not one that may be stored."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(told, dict):
        return "", ""
    reference, event = told.get("id"), told.get("event")
    reference = str(reference) if isinstance(reference, int) and not isinstance(reference, bool) else reference
    sound = isinstance(reference, str) and len(reference) <= _LONGEST and reference.isprintable()
    return (reference if sound else ""), (event if isinstance(event, str) else "")


def _refused(sentence: str) -> Response:
    return Response({"status": "refused", "detail": sentence}, status=400)
