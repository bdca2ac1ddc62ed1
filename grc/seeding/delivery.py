"""What the workers would have done at that hour: old envelopes have left, yesterday’s are for the real workers."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from unittest import mock

from core import outbox
from core.enums import Channel, Lane
from messaging import operations as messaging
from messaging.enums import Outcome

LIMIT = 100


def deliver(*, with_letters: bool) -> None:
    """Relays the facts, prepares the envelopes, and takes them as sent. Called under ``clock_at``.

    A letter takes a second to lay out: the oldest envelopes are kept without theirs, the proof of what they said
    (``Acknowledgement.mentions``) is whole.
    """
    with nullcontext() if with_letters else _no_letters():
        while outbox.relay(Lane.FAST):
            pass
        messaging.prepare_due(LIMIT)
    for channel in (Channel.EMAIL, Channel.SMS):
        for dispatch in messaging.claim(LIMIT, channel=channel):
            messaging.settle(dispatch.pk, Outcome.SENT, transport="demo", attempt=dispatch.attempts)
    while outbox.relay(Lane.FAST):
        pass


def _no_letters() -> AbstractContextManager[object]:
    return mock.patch("messaging.rendering.letters_of", new=lambda dispatch: [])
