"""The questions asked of scans, of their pages and of the register of arrivals."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from channels_app.post.enums import ITEMS_TO_DO, BatchState
from core.actor import Actor


class ScanBatchQuerySet(QuerySet):
    def locked(self, pk: int):
        """The row, held until the end of the transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def due(self, now: dt.datetime) -> ScanBatchQuerySet:
        """Not wholly read yet, oldest first."""
        return self.filter(state__in=[BatchState.WAITING, BatchState.READING], due_at__lte=now).order_by("due_at", "pk")

    def visible_to(self, actor: Actor) -> ScanBatchQuerySet:
        from channels_app.post.policies import batches_visible_to

        return self.filter(batches_visible_to(actor))


class PostalItemQuerySet(QuerySet):
    def locked(self, pk: int):
        """The row, held until the end of the transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def to_do(self) -> PostalItemQuerySet:
        return self.filter(state__in=ITEMS_TO_DO)

    def visible_to(self, actor: Actor) -> PostalItemQuerySet:
        from channels_app.post.policies import items_visible_to

        return self.filter(items_visible_to(actor))


class ScanPageQuerySet(QuerySet):
    def locked(self, pk: int):
        return self.select_for_update(of=("self",)).get(pk=pk)
