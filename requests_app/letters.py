"""What the town writes about a request, as letters: for whoever is not written to by e-mail.

Nothing is masked: a letter is in a closed envelope, whose window shows a name and an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core import calendar
from files.enums import OwnerKind
from files.models import StoredFile
from procedures.enums import ChannelMeaning
from requests_app import acknowledging
from requests_app.decision_letter import decision_data
from requests_app.models import Decision, Message, ServiceRequest

# The letter greets already.
_GREETING = re.compile(r"\A(bonjour|bonsoir|madame|monsieur|mesdames|chère?)\b[^\n]{0,40}\n\s*", re.IGNORECASE)
Mentions = acknowledging.Mentions
Attachment = dict[str, str]

MESSAGE = {"template": "letters/message.html", "name": "lettre.pdf", "title": "Lettre"}
QUESTION = {"template": "letters/question.html", "name": "question.pdf", "title": "Question"}
DECISION = {"template": "letters/decision.html", "name": "decision.pdf", "title": "Décision"}
RECEIPT = {
    "template": "letters/receipt.html",
    "name": "accuse-d-enregistrement.pdf",
    "title": "Accusé d’enregistrement",
}
COVER = {"template": "letters/cover_sheet.html", "name": "bordereau-d-envoi.pdf", "title": "Bordereau d’envoi"}


@dataclass(frozen=True)
class Paper:
    """`data` is frozen in the envelope under « mentions »; `attachments` are printed in their order."""

    data: Mentions
    attachments: list[Attachment] = field(default_factory=list)


def message_paper(message: Message, quoted: str = "") -> Paper:
    """An answer, or the last word of a request; the documents that the agent joined are printed after it."""
    names, enclosed = _enclosures(OwnerKind.MESSAGE, message.pk)
    return Paper(_written(message, quoted, names), [MESSAGE, *enclosed])


def question_paper(message: Message, quoted: str = "") -> Paper:
    """A question, and the sheet that brings the answer back to this request."""
    names, enclosed = _enclosures(OwnerKind.MESSAGE, message.pk)
    data = {**_written(message, quoted, names), "answering": True, "by_counter": _opens(message.request, "counter")}
    return Paper(data, [QUESTION, COVER, *enclosed])


def decision_paper(decision: Decision) -> Paper:
    """Signed by hand on paper: only a decision notified by the teleservice is dispensed of it (CRPA L212-2)."""
    names, enclosed = _enclosures(OwnerKind.DECISION, decision.pk)
    return Paper({**decision_data(decision), "by_post": True, "enclosures": names}, [DECISION, *enclosed])


def notice_paper(service_request: ServiceRequest, text: str) -> Paper:
    """A few words that no agent typed; the service signs."""
    return Paper({**_dated(service_request), "text": text}, [MESSAGE])


def receipt_paper(service_request: ServiceRequest) -> Paper:
    return Paper(_dated(service_request), [RECEIPT])


def _dated(service_request: ServiceRequest) -> Mentions:
    return {
        **acknowledging.mentions(service_request),
        "issued_on": calendar.today(service_request.commune).isoformat(),
    }


def _written(message: Message, quoted: str, enclosures: list[str]) -> Mentions:
    service_request = message.request
    return {
        **_dated(service_request),
        "text": _GREETING.sub("", message.text, count=1) + quoted,
        "enclosures": enclosures,
        # CRPA L111-2: who handles the matter, with name and quality.
        "handled_by": {
            "name": message.author_name,
            "quality": message.author_detail,
            "phone": service_request.service.phone,
        },
    }


def _enclosures(owner_kind: str, owner_id: int) -> tuple[list[str], list[Attachment]]:
    stored = StoredFile.objects.of(owner_kind, owner_id).order_by("pk").values_list("public_id", "name")
    found = list(stored)
    plans = [
        {"file": str(public_id), "name": f"piece-{rank}.pdf", "title": _("Pièce %d") % rank, "rank": str(rank)}
        for rank, (public_id, _name) in enumerate(found, start=1)
    ]
    return [name for _public_id, name in found], plans


def _opens(service_request: ServiceRequest, door: str) -> bool:
    channels = service_request.procedure_version.definition.get("channels", {})
    return channels.get(door) != ChannelMeaning.CLOSED
