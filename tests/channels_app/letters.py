"""Mails to the town, as programs write them; its mailboxes; and what to do with them."""

from __future__ import annotations

import datetime as dt
import itertools
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from channels_app.models import InboundEmail, Mailbox
from channels_app.operations import keep, take_in
from core.actor import Actor
from messaging.models import Dispatch
from requests_app.models import ServiceRequest
from tests.builders import make_town, service

BY = Actor.system("test")
MALIKA = "Malika Benhaddou <malika.benhaddou@courriel.example>"
_numbers = itertools.count(1)


def mailbox(address: str = "mairie@admiville.example", of: str = "accueil", **fields: Any) -> Mailbox:
    commune = make_town()
    known = {"commune": commune, "service": service(of), "is_main": address.startswith("mairie@")}
    return Mailbox.objects.get_or_create(address=address, defaults={**known, **fields})[0]


def mail(
    body: str = "Bonjour, je voudrais un acte de naissance.",
    *,
    sender: str = MALIKA,
    to: str = "mairie@admiville.example",
    subject: str = "Acte de naissance",
    attachments: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """`headers`: In_Reply_To="<…>"; a Message-ID is given unless Message_ID="" is asked."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = format_datetime(dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC))
    headers.setdefault("Message_ID", f"<lettre-{next(_numbers)}@courriel.example>")
    for name, value in headers.items():
        if value:
            made[name.replace("_", "-")] = value
    made.set_content(body)
    for name, content in (attachments or {}).items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def receive(raw: bytes, *, at: Mailbox | None = None, **known: Any) -> InboundEmail:
    """Kept then taken in, as a worker does."""
    box = at or mailbox()
    return take_in(keep(raw, mailbox_id=box.pk, by=BY, **known).pk, patient=False)


def envelope_of(made: ServiceRequest, **fields: Any) -> Dispatch:
    """One of our messages about this request, which a mail may answer."""
    from messaging.operations import post

    known = {
        "key": f"test:{made.pk}:{next(_numbers)}",
        "commune_id": made.commune_id,
        "kind": "message",
        "template": "message-du-service",
        "to_address": made.reply_email,
        "variables": {},
        "from_service_id": made.service_id,
        "subject_kind": "request",
        "subject_ref": made.pk,
    }
    return post(**{**known, **fields})
