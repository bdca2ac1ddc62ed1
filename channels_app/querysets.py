"""The questions asked of mailboxes and of the mails that came in."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from channels_app.enums import SETTLED, CallState, InboundState
from procedures.models import Procedure
from requests_app.enums import Restriction

LONGEST_RING = dt.timedelta(minutes=10)
LONGEST_TALK = dt.timedelta(hours=3)


class MailboxQuerySet(QuerySet):
    def to_fetch(self) -> MailboxQuerySet:
        """Those read over IMAP."""
        return self.filter(is_active=True).exclude(host="")

    def at(self, address: str):
        """The active mailbox of this address, or None."""
        return self.filter(address=address.strip().lower(), is_active=True).first()

    def main(self, commune_id: int):
        return self.filter(commune_id=commune_id, is_main=True, is_active=True).first()

    def confidential(self) -> MailboxQuerySet:
        """What comes there is confidential before anybody read it, whether or not somebody thought of saying so.

        Those bound to a confidential procedure, and those of a service that has no other kind of procedure.
        """
        of_service = Procedure.objects.published().filter(service_id=OuterRef("service_id"))
        only_secret = Exists(of_service.filter(confidential=True)) & ~Exists(of_service.filter(confidential=False))
        return self.filter(Q(procedure__confidential=True) | Q(procedure__isnull=True) & only_secret)


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

    def over(self, before: dt.datetime) -> InboundEmailQuerySet:
        """Those whose period has run: settled before that instant, and nobody waits for what they hold.

        A mail that became a request follows it: while the request runs, is held or is archived, the mail stays; and
        where some attachments are nowhere else (``left_out``), it stays as long as the request does.
        """
        asked = Q(state__in=[InboundState.REQUEST, InboundState.MESSAGE])
        ended = Q(request__closed_on__lt=before.date(), request__restriction=Restriction.NONE, left_out=[])
        settled = self.filter(purged_at__isnull=True, settled_at__lt=before, state__in=SETTLED)
        return settled.filter(~asked | ended)

    def visible_to(self, actor) -> InboundEmailQuerySet:
        from channels_app.policies import visible_to

        return self.filter(visible_to(actor))


class ContactQuerySet(QuerySet):
    def visible_to(self, actor) -> ContactQuerySet:
        from channels_app.contact_policies import visible_to

        return self.filter(visible_to(actor))

    def newest_first(self) -> ContactQuerySet:
        return self.order_by("-at", "-pk").select_related("service", "agent", "request")


class PhoneCallQuerySet(QuerySet):
    def locked(self, pk: int):
        """The row, held until the end of the transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def visible_to(self, actor) -> PhoneCallQuerySet:
        from channels_app.call_policies import visible_to

        return self.filter(visible_to(actor))

    def live(self, now: dt.datetime) -> PhoneCallQuerySet:
        """Nobody hung up; one whose end was never told is forgotten after a while, and never rings for ever."""
        recent = Q(state=CallState.RINGING, started_at__gte=now - LONGEST_RING)
        return self.filter(recent | Q(state=CallState.ANSWERED, started_at__gte=now - LONGEST_TALK))

    def since(self, instant: dt.datetime) -> PhoneCallQuerySet:
        return self.filter(started_at__gte=instant).order_by("-started_at", "-pk")

    def older_than(self, instant: dt.datetime) -> PhoneCallQuerySet:
        return self.filter(started_at__lt=instant)
