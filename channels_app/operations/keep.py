"""Step 2 of a mail: its bytes whole on our disk, one row a mail and a mailbox; nothing is understood yet."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.db.models import F

from channels_app.email.fingerprints import Identity, identity_of
from channels_app.models import InboundEmail, Mailbox
from channels_app.operations.storable import storable
from channels_app.operations.waking import wake_intake
from core import calendar, outbox
from core.actor import Actor
from core.batch import remembered
from core.models import Commune
from files.enums import OwnerKind
from files.operations import store_own


def keep(
    raw: bytes,
    *,
    mailbox_id: int | None,
    received_at: dt.datetime | None = None,
    by: Actor,
    unread: bool = False,
    mailbox: Mailbox | None = None,
) -> InboundEmail:
    """Keeps the mail and returns once it is committed: only then may it leave the server it came from.

    The same mail in the same mailbox is one row, whoever else keeps it at this instant; ``is_copy`` says so of the
    row returned. In another mailbox it is another (house.md §10). ``received_at`` is when our server took it.
    ``unread`` keeps without parsing a mail that took a worker down; ``mailbox`` is the row of ``mailbox_id`` with its
    town, when the caller has it. Raises Refused when the disk refuses.
    """
    identity = identity_of(raw, unread=unread)
    mailbox, commune = (mailbox, mailbox.commune) if mailbox else _where(mailbox_id)
    is_reused = _is_reused(mailbox_id, identity.message_id)
    known = _known(commune, mailbox_id, identity, is_reused)
    if known is None:
        try:
            return _write(raw, identity, mailbox, commune, received_at, by, is_reused=is_reused)
        except IntegrityError:
            # Another delivery was quicker: its row is the one, our bytes are swept.
            known = _known(commune, mailbox_id, identity, True)
            if known is None:
                raise
    return _count_copy(known)


def _where(mailbox_id: int | None) -> tuple[Mailbox | None, Commune]:
    """The mailbox and its town, read once a batch; without the plan of the town: it weighs more than the mail."""
    if mailbox_id is None:
        return None, remembered("town", Commune.objects.current)
    boxes = Mailbox.objects.select_related("commune").defer("commune__map_layer")
    mailbox = remembered(("mailbox", mailbox_id), lambda: boxes.get(pk=mailbox_id))
    return mailbox, mailbox.commune


def _known(commune: Commune, mailbox_id: int | None, identity: Identity, is_reused: bool) -> InboundEmail | None:
    """Of a Message-ID never seen here nothing is known, without asking; the constraint has the last word."""
    if identity.message_id and not is_reused:
        return None
    of_this_town = InboundEmail.objects.of_mailbox(mailbox_id).filter(commune=commune)
    return of_this_town.filter(dedupe_key=identity.key).first()


def _count_copy(known: InboundEmail) -> InboundEmail:
    InboundEmail.objects.filter(pk=known.pk).update(copies=F("copies") + 1)
    known.is_copy = True
    return known


@transaction.atomic
def _write(
    raw: bytes,
    identity: Identity,
    mailbox: Mailbox | None,
    commune: Commune,
    received_at: dt.datetime | None,
    by: Actor,
    *,
    is_reused: bool,
) -> InboundEmail:
    now = calendar.now()
    at = min(received_at or now, now)
    inbound = InboundEmail(
        commune=commune,
        mailbox=mailbox,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        received_at=at,
        received_on=calendar.local_date(commune, at),
        kept_at=now,
        due_at=now,
        mail_id=storable(identity.message_id, 1000),
        fingerprint=identity.fingerprint,
        dedupe_key=identity.key,
        reused_message_id=is_reused,
    )
    if identity.parsed is not None:
        inbound.sender = storable(identity.parsed.sender, 320)
        inbound.sender_name = storable(identity.parsed.sender_name, 300)
        inbound.subject = storable(identity.parsed.subject, 1000)
    inbound.save(force_insert=True)
    if raw:
        inbound.raw = store_own(
            raw,
            name="courriel.eml",
            content_type="message/rfc822",
            commune_id=commune.pk,
            owner_kind=OwnerKind.INBOUND_EMAIL,
            owner_id=inbound.pk,
            by=by,
        )
        inbound.save(update_fields=["raw"])
    outbox.publish("email.kept", inbound_id=inbound.pk)
    transaction.on_commit(wake_intake, robust=True)
    return inbound


def _is_reused(mailbox_id: int | None, message_id: str) -> bool:
    if not message_id:
        return False
    return InboundEmail.objects.of_mailbox(mailbox_id).filter(mail_id=storable(message_id, 1000)).exists()
