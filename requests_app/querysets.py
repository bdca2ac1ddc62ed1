"""The questions asked of requests."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from core.actor import Actor
from core.batch import dress, in_a_batch
from requests_app.enums import OPEN, TO_CALL, UNDECIDED, TaskKind, TaskState

if TYPE_CHECKING:
    from requests_app.models import ServiceRequest

# An agent is warned this many days before a date falls due.
SOON = dt.timedelta(days=2)


class ServiceRequestQuerySet(QuerySet):
    def locked(self, pk: int):
        """The row, held until the end of the transaction; what is configured around it is read once a batch."""
        found: Any = self.select_for_update(of=("self",)).get(pk=pk)
        dress(found, "commune", "procedure", "procedure_version", "circuit_version", "service")
        if in_a_batch():
            dress(found.procedure, "commune", "service", "legal_entity")
            dress(found.procedure_version, "procedure", "circuit")
            dress(found.service, "commune", "sector", "legal_entity")
        return found

    def locked_together(self, *pks: int) -> list[ServiceRequest]:
        """These rows, always locked in the same order, so that two who tie requests never wait for each other."""
        found: dict[int, Any] = self.select_for_update(of=("self",)).order_by("pk").in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]

    def visible_to(self, actor: Actor) -> ServiceRequestQuerySet:
        from requests_app.policies import visible_to

        return self.filter(visible_to(actor))

    def open(self) -> ServiceRequestQuerySet:
        return self.filter(phase__in=OPEN)

    def late(self, on: dt.date) -> ServiceRequestQuerySet:
        """Something the service owed is past."""
        return self.open().filter(next_due_on__lt=on)

    def due_soon(self, on: dt.date) -> ServiceRequestQuerySet:
        """Due today or within two days, not late yet."""
        return self.open().filter(next_due_on__range=(on, on + SOON))

    def in_inbox(self) -> ServiceRequestQuerySet:
        """Everything a row of the list shows, in one query."""
        return self.select_related("procedure", "service", "assigned_to", "citizen", "ward")

    def by_public_id(self, public_id: uuid.UUID | str) -> ServiceRequestQuerySet:
        found = self.filter(public_id=public_id).select_related(
            "commune",
            "procedure",
            "procedure_version",
            "circuit_version",
            "service__legal_entity",
            "assigned_to",
            "citizen",
            "ward",
        )
        return found.defer("commune__map_layer", "ward__polygon")

    def to_sweep(self, on: dt.date) -> ServiceRequestQuerySet:
        """A legal clock has something to say by that day."""
        return self.filter(phase__in=UNDECIDED, next_alert_on__lte=on)


class TaskQuerySet(QuerySet):
    def locked(self, pk: int):
        """The row, held until the end of the transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def visible_to(self, actor: Actor) -> TaskQuerySet:
        from requests_app.task_policies import visible_to

        return self.filter(visible_to(actor))

    def open(self) -> TaskQuerySet:
        return self.filter(state=TaskState.OPEN)

    def late(self, on: dt.date) -> TaskQuerySet:
        return self.open().filter(due_on__lt=on)

    def to_call(self) -> TaskQuerySet:
        """Somebody waits for a call, or must be reached otherwise; soonest first."""
        return self.open().filter(kind__in=TO_CALL).order_by("due_on", "due_time", "pk")

    def open_reach_of(self, request_id: int) -> TaskQuerySet:
        return self.open().filter(request_id=request_id, kind=TaskKind.REACH)

    def in_list(self) -> TaskQuerySet:
        """Everything a row shows, in one query."""
        return self.select_related("commune", "request", "citizen__canonical", "service", "owner", "created_by")
