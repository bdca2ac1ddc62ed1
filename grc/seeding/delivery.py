"""What the workers would have done at that hour: old acknowledgements have left, yesterday’s are for the real workers."""

from __future__ import annotations

from core import outbox
from core.enums import Lane
from messaging import operations as messaging
from messaging.enums import Outcome

LIMIT = 100


def deliver() -> None:
    """Relays the facts, prepares the envelopes, and takes them as sent. Called under ``clock_at``."""
    while outbox.relay(Lane.FAST):
        pass
    messaging.prepare_due(LIMIT)
    for dispatch in messaging.claim(LIMIT):
        messaging.settle(dispatch.pk, Outcome.SENT, transport="demo", attempt=dispatch.attempts)
    while outbox.relay(Lane.FAST):
        pass
