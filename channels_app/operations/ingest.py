"""A mail handed over by a mail server: kept, taken in at once, and told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

from channels_app.email.facts import is_staff
from channels_app.email.fingerprints import identity_of
from channels_app.email.intake import author_of
from channels_app.enums import InboundState
from channels_app.models import InboundEmail, Mailbox
from channels_app.operations.keep import keep
from channels_app.operations.take_in import take_in
from core.actor import Actor
from core.errors import Refused
from core.models import Commune

logger = logging.getLogger(__name__)

BY = Actor.system("ingest_email")
# The outcome of a mail that is nowhere on our side: the mail server must keep it.
NOT_STORED = "not_stored"

Told = dict[str, Any]


def ingest(name: str, read: Callable[[], bytes], *, mailbox: str = "") -> Told:
    """What became of the mail, every key filled with what could be read, whatever the outcome. Never raises."""
    told = _nothing(name)
    try:
        raw = read()
    except (OSError, ValueError, MemoryError) as error:
        logger.error("ingest_email cannot read its input: %s", type(error).__name__)
        return {**told, "reason": _("Le fichier n’a pas pu être lu.")}
    try:
        told |= _read(raw)
        inbound = keep(raw, mailbox_id=_mailbox(mailbox), by=BY)
    except Refused as refusal:
        return {**told, "reason": refusal.sentence}
    except Exception as error:  # noqa: BLE001 - whatever it is, the mail server keeps the mail
        logger.error("ingest_email could not store a mail: %s", type(error).__name__)
        return {**told, "reason": _why(error)}
    try:
        return told | _taken_in(inbound) | _author(raw, inbound)
    except Exception as error:  # noqa: BLE001 - it is kept: nothing that happens later may send it back
        logger.error("ingest_email kept a mail that waits: %s", type(error).__name__)
        return {**told, **_waits()}


def _nothing(name: str) -> Told:
    return {
        "file": name,
        "outcome": NOT_STORED,
        "request": None,
        "subject": "",
        "sender": "",
        "sender_name": "",
        "body": "",
        "attachments": [],
        "reason": "",
    }


def _read(raw: bytes) -> Told:
    parsed = identity_of(raw).parsed
    if parsed is None:
        return {}
    return {
        "subject": parsed.subject,
        "sender": parsed.sender,
        "sender_name": parsed.sender_name,
        "body": parsed.body,
        "attachments": [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in parsed.attachments],
    }


def _mailbox(address: str) -> int | None:
    """The one named; the town’s main one otherwise, or none where the town has none yet."""
    if not address:
        main = Mailbox.objects.main(Commune.objects.current().pk)
        return main.pk if main else None
    named = Mailbox.objects.at(address)
    if named is None:
        raise Refused(_("Aucune boîte active n’a l’adresse %s.") % address)
    return named.pk


def _taken_in(inbound: InboundEmail) -> Told:
    """Kept already: from here on nothing can be lost, so nothing asks the mail server to try again."""
    is_copy = inbound.is_copy
    inbound = take_in(inbound.pk, patient=False)
    outcome = InboundState.DUPLICATE if is_copy else InboundState(inbound.state)
    return {
        "outcome": outcome.value,
        "request": inbound.request.number if inbound.request else None,
        "reason": _("Déjà reçu : %s") % inbound.reason if is_copy else inbound.reason,
    }


def _waits() -> Told:
    return {"outcome": InboundState.QUARANTINED.value, "reason": _("Conservé ; il sera traité dès que possible.")}


def _author(raw: bytes, inbound: InboundEmail) -> Told:
    """The person who wrote first, when an agent forwards."""
    parsed = identity_of(raw).parsed
    if parsed is None or parsed.forwarded is None:
        return {}
    author = author_of(parsed, sender_is_staff=is_staff(parsed.sure_sender, inbound.commune))
    return {"sender": author.email, "sender_name": author.name}


def _why(error: Exception) -> str:
    if isinstance(error, DatabaseError | InterfaceError | ImproperlyConfigured):
        return _("La base de données ne répond pas.")
    return _("Le courriel n’a pas pu être conservé.")
