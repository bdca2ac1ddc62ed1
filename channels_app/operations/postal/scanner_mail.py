"""A mail of the scanner: its attachments become scans, never a request, and nobody is answered."""

from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from channels_app.email.parsed import ParsedEmail
from channels_app.enums import InboundState
from channels_app.models import InboundEmail
from channels_app.operations.postal.take_scan import take_scan
from channels_app.operations.storable import storable
from channels_app.post.enums import MailboxPurpose, ScanSource
from core.actor import Actor
from core.errors import Refused

BY = Actor.system("channels_app.scanner")


def is_from_scanner(inbound: InboundEmail) -> bool:
    return inbound.mailbox is not None and inbound.mailbox.purpose == MailboxPurpose.SCANNER


def take_scans(inbound: InboundEmail, parsed: ParsedEmail) -> None:
    """Sets the state of the mail, in the caller’s transaction; what is no scan is told and stays in the mail."""
    assert inbound.mailbox is not None  # noqa: S101 - narrows the type
    taken, left_out = 0, []
    for attachment in parsed.attachments:
        try:
            take_scan(
                attachment.content,
                name=attachment.name,
                by=BY,
                source=ScanSource.MAILBOX,
                commune_id=inbound.commune_id,
                service_id=inbound.mailbox.service_id,
                received_on=inbound.received_on,
            )
            taken += 1
        except Refused as refusal:
            left_out.append({"name": storable(attachment.name, 200), "sentence": refusal.sentence})
    inbound.state, inbound.left_out = InboundState.SET_ASIDE, left_out
    if taken:
        told = ngettext(
            "Courriel du scanner : %(count)d numérisation reprise.",
            "Courriel du scanner : %(count)d numérisations reprises.",
            taken,
        )
        inbound.reason = told % {"count": taken}
    else:
        inbound.reason = _("Courriel reçu dans la boîte du scanner, sans numérisation : écarté, gardé entier.")
