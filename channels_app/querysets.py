"""The questions asked of mailboxes and of the mails that came in."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from channels_app.enums import InboundState


class MailboxQuerySet(QuerySet):
    def to_fetch(self) -> MailboxQuerySet:
        """Those read over IMAP."""
        return self.filter(is_active=True).exclude(host="")

    def at(self, address: str):
        """The active mailbox of this address, or None."""
        return self.filter(address=address.strip().lower(), is_active=True).first()

    def main(self, commune_id: int):
        return self.filter(commune_id=commune_id, is_main=True, is_active=True).first()


class InboundEmailQuerySet(QuerySet):
    def locked(self, pk: int):
        """The row, held until the end of the transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def of_mailbox(self, mailbox_id: int | None) -> InboundEmailQuerySet:
        """Those of one mailbox; None: those that came while the town had none."""
        return self.filter(mailbox__isnull=True) if mailbox_id is None else self.filter(mailbox_id=mailbox_id)

    def due(self, now: dt.datetime) -> InboundEmailQuerySet:
        """Kept and not taken in yet, oldest first."""
        return self.filter(state=InboundState.KEPT, due_at__lte=now).order_by("due_at", "pk")

    def quarantined(self) -> InboundEmailQuerySet:
        """What could not be understood or handled: shown with its cause, replayable."""
        return self.filter(state=InboundState.QUARANTINED).order_by("-kept_at")

    def visible_to(self, actor) -> InboundEmailQuerySet:
        from channels_app.policies import visible_to

        return self.filter(visible_to(actor))
