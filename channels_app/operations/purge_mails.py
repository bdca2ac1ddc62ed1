"""What the mails that came in say of people goes once its period has run (channels_app/privacy.py)."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from channels_app.models import InboundEmail
from channels_app.privacy import KEEP
from core import calendar
from core.actor import Actor
from files.enums import OwnerKind
from files.operations import remove_of

logger = logging.getLogger(__name__)

BY = Actor.system("channels_app.purge")
BATCH = 200
NOTHING = {
    "sender": "",
    "sender_name": "",
    "subject": "",
    "mail_id": "",
    "reason": "",
    "last_error": "",
    "left_out": [],
}


def purge_mails() -> int:
    """Deletes the bytes of these mails and empties what names a person; returns how many. Twice is once.

    The row stays, without a name: what it became, and the fingerprints that still fold a late copy. Never a mail that
    somebody must still handle: kept or in quarantine, it is shown until then.
    """
    total = 0
    while taken := _purge_batch(calendar.now()):
        total += taken
    if total:
        logger.info("purged %s inbound mails", total)
    return total


@transaction.atomic
def _purge_batch(now: dt.datetime) -> int:
    over = InboundEmail.objects.over(now - KEEP).select_for_update(skip_locked=True, of=("self",))
    ids = list(over.order_by("settled_at", "pk").values_list("pk", flat=True)[:BATCH])
    InboundEmail.objects.filter(pk__in=ids).update(raw=None, purged_at=now, **NOTHING)
    remove_of(OwnerKind.INBOUND_EMAIL, ids, by=BY)
    return len(ids)
