"""The questions asked of the envelopes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from messaging.enums import BROKEN, DUE, DispatchState

if TYPE_CHECKING:
    from messaging.models import Dispatch


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def due_for_preparation(self, now: dt.datetime) -> DispatchQuerySet:
        """Envelopes to render, oldest first; one whose lease ran out comes back."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.filter(free, state=DispatchState.PREPARING, due_at__lte=now).order_by("due_at", "id")

    def due_for_sending(self, now: dt.datetime) -> DispatchQuerySet:
        return self.filter(state__in=DUE, due_at__lte=now).order_by("due_at", "id")

    def stuck(self, now: dt.datetime) -> DispatchQuerySet:
        """Taken by a transport that never said what became of it."""
        return self.filter(state=DispatchState.SENDING, lease_until__lt=now).order_by("lease_until", "id")

    def broken(self) -> DispatchQuerySet:
        return self.filter(state__in=BROKEN).order_by("-created_at", "-id")

    def locked(self, pk: int) -> Dispatch:
        return self.select_for_update(of=("self",)).get(pk=pk)
