"""Facts that cannot be lost: a row with the change, one delivery a handler, relayed until done (house.md §5)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from itertools import takewhile
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from core.batch import at_the_end, batch
from core.enums import DeliveryState, Lane
from core.models import OutboxDelivery, OutboxEvent

logger = logging.getLogger(__name__)

Payload = dict[str, int]
Handler = Callable[[Payload], None]

BATCH = 50
# Of a full batch, how many are the newest: behind a long backlog, what somebody files now does not wait for its end.
NEWEST = 10
# A relay asked for and not begun by then is dropped: the sweep asks again.
FRESH = 30
# A fact delivered everywhere proves nothing that the timeline and the envelopes do not say: a month is for inquiries.
KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = 2000


@dataclass(frozen=True)
class Subscription:
    handler: str
    lane: Lane


_subscriptions: dict[str, list[Subscription]] = {}


def subscribe(name: str, *, lane: Lane = Lane.FAST) -> Callable[[Handler], Handler]:
    """Registers a module-level function for a fact. Handlers touch the database only, never the network."""

    def register(handler: Handler) -> Handler:
        subscription = Subscription(f"{handler.__module__}:{handler.__qualname__}", lane)
        if subscription not in _subscriptions.setdefault(name, []):
            _subscriptions[name].append(subscription)
        return handler

    return register


def subscriptions() -> dict[str, list[Subscription]]:
    """Every fact and who listens to it (docs and tests)."""
    return {name: list(entries) for name, entries in _subscriptions.items()}


def publish(name: str, **ids: int) -> OutboxEvent:
    """Writes the fact and its deliveries; raises outside a transaction, where it would not be tied to the change."""
    if not connection.in_atomic_block:
        raise RuntimeError("publish() outside a transaction would not be tied to the change")
    entries = _subscriptions.get(name, [])
    now = timezone.now()
    handlers, lanes = [entry.handler for entry in entries], [str(entry.lane) for entry in entries]
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH, [name, json.dumps(ids), now, now, handlers, lanes])
        event = OutboxEvent(pk=cursor.fetchone()[0], name=name, payload=ids, occurred_at=now)
    for lane in sorted(set(lanes)):
        # Speed only: the sweep of the beat is the guarantee, so a dead broker loses nothing.
        transaction.on_commit(_Wake(lane), robust=True)
    return event


# The fact and its deliveries in one statement.
_PUBLISH = """
WITH fact AS (
    INSERT INTO core_outboxevent (name, payload, occurred_at) VALUES (%s, %s, %s) RETURNING id
), deliveries AS (
    INSERT INTO core_outboxdelivery (event_id, handler, lane, state, attempts, due_at, last_error)
    SELECT fact.id, asked.handler, asked.lane, 'due', 0, %s, ''
    FROM fact, unnest(%s::text[], %s::text[]) AS asked (handler, lane)
)
SELECT id FROM fact
"""


class _Wake:
    """Asks a worker to relay a lane now; a broker that does not answer is left to the sweep."""

    def __init__(self, lane: str) -> None:
        self.lane = lane

    def __call__(self) -> None:
        if not at_the_end(("relay", self.lane), self._now):
            self._now()

    def _now(self) -> None:
        from core.tasks import relay_outbox

        wake(relay_outbox, self.lane, expires=FRESH)


def wake(task: object, *args: object, lane: str = "", expires: int | None = None) -> None:
    """Sends a task without retrying the broker: at most a second of a web request, and never an error page."""
    options = {"queue": lane or args[0], "retry": False, "ignore_result": True, "expires": expires}
    try:
        task.apply_async(args, **options)  # type: ignore[attr-defined]
    except Exception as error:  # noqa: BLE001 - kombu, redis and OS errors share no base; the sweep repairs
        logger.warning("broker unreachable, the sweep will relay: %s", type(error).__name__)


def relay(lane: Lane | str, limit: int = BATCH) -> int:
    """Delivers up to ``limit`` due deliveries of a lane, oldest first; returns how many were taken.

    When more than that is waiting, a fifth of the batch is the newest: nobody waits for the end of a backlog.
    """
    with batch():
        ids = _claim(lane, limit)
        _deliver_together(ids)
    return len(ids)


def forget_delivered() -> int:
    """Deletes the facts of over a month ago, delivered to each of their subscribers; returns how many.

    A batch at a time, each in its own transaction: killed at any point, the next run goes on. What is due or dead
    stays.
    """
    gone, last = 0, 0
    while ids := _delivered(timezone.now() - KEPT, after=last):
        OutboxEvent.objects.filter(pk__in=ids).delete()
        gone, last = gone + len(ids), ids[-1]
    return gone


def _delivered(before: datetime, *, after: int) -> list[int]:
    """Oldest first, by primary key: facts are written in the order of time."""
    waiting = OutboxDelivery.objects.filter(event=OuterRef("pk")).exclude(state=DeliveryState.DONE)
    old = OutboxEvent.objects.filter(pk__gt=after, occurred_at__lt=before).exclude(Exists(waiting))
    return list(old.order_by("pk").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])


def _claim(lane: Lane | str, limit: int) -> list[int]:
    """Counts an attempt and takes a lease, committed before any handler runs: a worker killed later cannot hide it."""
    now = timezone.now()
    with transaction.atomic():
        due = _due(lane, now, limit)
        # After a lost lease the rows of a batch come back one by one, so that a poison row blocks nobody; each in its
        # turn: what was due before it (a database that restarts costs the lease of whole batches) does not wait.
        taken = list(takewhile(lambda row: not row.lease_until, due)) or due[:1]
        lease = now + timedelta(seconds=settings.GRC_OUTBOX["lease_seconds"])
        rows = OutboxDelivery.objects.filter(pk__in=[row.pk for row in taken])
        rows.update(attempts=F("attempts") + 1, lease_until=lease, due_at=lease)
        worn = [row.pk for row in taken if row.attempts >= settings.GRC_OUTBOX["max_attempts"]]
        if worn:
            # It never failed politely: each try took its worker down.
            OutboxDelivery.objects.filter(pk__in=worn).update(
                state=DeliveryState.DEAD,
                lease_until=None,
                last_error="Interrupted: the worker stopped during every attempt",
            )
    return [row.pk for row in taken]


class _Due(NamedTuple):
    pk: int
    attempts: int
    lease_until: datetime | None


def _due(lane: Lane | str, now: datetime, limit: int) -> list[_Due]:
    """The oldest; of more than a batch, a few of the newest too. Held, and passed over by the other workers."""
    rows = OutboxDelivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=DeliveryState.DUE, lane=lane, due_at__lte=now
    )
    names = ("pk", "attempts", "lease_until")
    oldest = [_Due(*row) for row in rows.order_by("due_at", "id").values_list(*names)[:limit]]
    reserved = min(NEWEST, limit // 5)
    if len(oldest) < limit or not reserved:
        return oldest
    newest = [_Due(*row) for row in rows.order_by("-due_at", "-id").values_list(*names)[:reserved]]
    kept = oldest[: limit - reserved]
    known = {row.pk for row in kept}
    # One whose lease was lost comes back in its turn, alone.
    return kept + [row for row in newest if row.pk not in known and not row.lease_until]


def _deliver_together(ids: list[int]) -> None:
    """A savepoint each, one commit: a handler's effect and its DONE are the same commit."""
    with transaction.atomic():
        rows = OutboxDelivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("event")
        due = rows.filter(pk__in=ids, state=DeliveryState.DUE).order_by("id")
        done = [delivery.pk for delivery in due if _deliver(delivery)]
        if done:
            OutboxDelivery.objects.filter(pk__in=done).update(
                state=DeliveryState.DONE, done_at=timezone.now(), lease_until=None, last_error=""
            )


def _deliver(delivery: OutboxDelivery) -> bool:
    """Whether it is done; a failure is written here."""
    try:
        with transaction.atomic():
            handler_named(delivery.handler)(delivery.event.payload)
    except Exception as error:
        logger.exception("outbox delivery %s failed", delivery.pk)
        _fail(delivery, error)
        return False
    return True


def _fail(delivery: OutboxDelivery, error: Exception) -> None:
    rules = settings.GRC_OUTBOX
    delivery.last_error = f"{type(error).__name__}: {error}"[:1000]
    delivery.lease_until = None
    if delivery.attempts >= rules["max_attempts"]:
        delivery.state = DeliveryState.DEAD
    delay = min(rules["first_delay_seconds"] * 2 ** (delivery.attempts - 1), rules["max_delay_seconds"])
    delivery.due_at = timezone.now() + timedelta(seconds=delay)
    delivery.save(update_fields=["state", "lease_until", "last_error", "due_at"])


def handler_named(name: str) -> Handler:
    """The function behind ``module:function``."""
    module, _separator, function = name.partition(":")
    return getattr(import_module(module), function)


def retry(delivery_id: int) -> None:
    """Puts a dead delivery back in its lane with a fresh count of attempts (failures screen)."""
    OutboxDelivery.objects.filter(pk=delivery_id, state=DeliveryState.DEAD).update(
        state=DeliveryState.DUE, attempts=0, due_at=timezone.now(), lease_until=None
    )
