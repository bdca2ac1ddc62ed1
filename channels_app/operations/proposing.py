"""Which procedure the mail is probably about, and why: a proposal that an agent confirms, never a decision."""

from __future__ import annotations

from django.utils.translation import gettext as _

from channels_app.email.parsed import ParsedEmail
from channels_app.models import InboundEmail
from procedures import queries
from procedures.models import Procedure


def propose(inbound: InboundEmail, parsed: ParsedEmail) -> tuple[Procedure | None, str]:
    """The mailbox’s own procedure; else the best answer of the catalogue to the words of the subject, then the text."""
    if inbound.mailbox and inbound.mailbox.procedure:
        return inbound.mailbox.procedure, _("La boîte %s reçoit cette démarche.") % inbound.mailbox.address
    for words, reason in (
        (parsed.topic, _("L’objet du courriel parle de cette démarche.")),
        (_first_words(parsed.body), _("Le début du courriel parle de cette démarche.")),
    ):
        found = queries.search(inbound.commune, words)
        if found:
            return found[0], reason
    return None, ""


def _first_words(body: str) -> str:
    """The first lines that are no greeting."""
    lines = [line.strip() for line in body[:2000].splitlines() if len(line.split()) > 3]
    return " ".join(lines)[:200]
