"""The questions asked of the envelopes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from core.enums import Channel
from messaging.enums import BROKEN, DUE, NEVER_CAPPED, BatchState, DispatchState

if TYPE_CHECKING:
    from messaging.models import Dispatch, PrintBatch


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def due_for_preparation(self, now: dt.datetime) -> DispatchQuerySet:
        """Envelopes to render, oldest first; one whose lease ran out comes back.

        A first try waits for nothing, whatever the clock did since it was posted.
        """
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        due = Q(due_at__lte=now) | Q(attempts=0)
        return self.filter(free, due, state=DispatchState.PREPARING).order_by("due_at", "id")

    def due_for_sending(self, now: dt.datetime) -> DispatchQuerySet:
        due = Q(due_at__lte=now) | Q(state=DispatchState.QUEUED, capped_at__isnull=True)
        return self.filter(due, state__in=DUE).order_by("due_at", "id")

    def claimed_this_minute(self, now: dt.datetime) -> DispatchQuerySet:
        """Not what a clock that went back shows as taken later: it would stop everything for an hour."""
        minute, skew = dt.timedelta(minutes=1), dt.timedelta(seconds=5)
        return self.filter(channel=Channel.EMAIL, claimed_at__gt=now - minute, claimed_at__lte=now + skew)

    def notices_claimed_this_hour(self, address_key: str, now: dt.datetime) -> DispatchQuerySet:
        """Automatic mails to one address, latest first; an hour to come counts too (a clock that went back)."""
        hour = dt.timedelta(hours=1)
        return (
            self.filter(address_key=address_key, claimed_at__gt=now - hour, claimed_at__lte=now + hour)
            .exclude(kind__in=NEVER_CAPPED)
            .order_by("-claimed_at", "-id")
        )

    def capped(self) -> DispatchQuerySet:
        """Made to wait by the ceiling of notices, next to leave first."""
        return self.filter(state__in=DUE, capped_at__isnull=False).order_by("due_at", "id")

    def of_thread(self, subject_kind: str, subject_ref: str, address_key: str, reply_kind: str) -> DispatchQuerySet:
        """The mails of one subject to one address, oldest first."""
        return self.filter(
            subject_kind=subject_kind, subject_ref=subject_ref, address_key=address_key, reply_kind=reply_kind
        ).order_by("pk")

    def stuck(self, now: dt.datetime) -> DispatchQuerySet:
        """Taken by a transport that never said what became of it."""
        return self.filter(state=DispatchState.SENDING, lease_until__lt=now).order_by("lease_until", "id")

    def broken(self) -> DispatchQuerySet:
        return self.filter(state__in=BROKEN).order_by("-created_at", "-id")

    def to_print_or_post(self) -> DispatchQuerySet:
        """Letters that are ready and not yet handed to the post, oldest first."""
        return self.filter(state=DispatchState.HELD, channel=Channel.POST).order_by("created_at", "id")

    def letters(self) -> DispatchQuerySet:
        return self.filter(channel=Channel.POST)

    def returned(self) -> DispatchQuerySet:
        return self.filter(returned_on__isnull=False).order_by("-returned_on", "-id")

    def locked(self, pk: int) -> Dispatch:
        return self.select_for_update(of=("self",)).get(pk=pk)


class PrintBatchQuerySet(models.QuerySet["PrintBatch"]):
    def due_for_preparation(self, now: dt.datetime) -> PrintBatchQuerySet:
        """Batches to assemble, oldest first; one whose lease ran out comes back."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.filter(free, state=BatchState.PREPARING).order_by("pk")

    def locked(self, pk: int) -> PrintBatch:
        return self.select_for_update(of=("self",)).get(pk=pk)
