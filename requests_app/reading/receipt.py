"""The acknowledgement as a PDF at once, to print while the person stands at the counter."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, trail
from core.actor import Actor
from core.errors import Refused
from documents.letters import render_letter
from requests_app import policies, protected
from requests_app.enums import AcknowledgementKind
from requests_app.models import ServiceRequest
from requests_app.reading.answers import answers


def receipt_pdf(request_id: int, *, by: Actor) -> bytes:
    """With its link as QR and its spoken code. For whoever typed it just now, or sees the request; the reading is
    recorded. Raises Forbidden, or Refused when the request has none."""
    found = ServiceRequest.objects.select_related("commune", "service__legal_entity").get(pk=request_id)
    policies.require(policies.entered_just_now(by, found, calendar.now()) or policies.can_view(by, found))
    receipt = found.acknowledgements.filter(kind=AcknowledgementKind.ARE).first()
    if receipt is None:
        raise Refused(_("Cette demande n’a pas d’accusé de réception à remettre."))
    with transaction.atomic():
        trail.record(by, trail.Verb.DOWNLOAD, "request", found.pk, document="acknowledgement")
    mentions = receipt.mentions
    if protected.hides_address(found, by):
        mentions = _discreet(mentions, found)
    return render_letter("acknowledgement.html", mentions, commune=found.commune, title=_("Accusé de réception"))


def _discreet(mentions: dict[str, Any], found: ServiceRequest) -> dict[str, Any]:
    """On paper as on screen: without the protected address, for an agent who is not named to see it."""
    sections = protected.told_to_others(answers(found), found)
    told = [
        {"title": one.title, "rows": [{"label": row.label, "value": row.value} for row in one.rows]} for one in sections
    ]
    person = {**mentions.get("person", {}), "address_lines": [protected.label()]}
    return {**mentions, "person": person, "answers": told}
