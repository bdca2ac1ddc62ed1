"""What a transport is, and the loop that feeds it: claim one, hand it over, settle it."""

from __future__ import annotations

import time
from typing import Protocol, Self

from core.enums import Channel
from messaging.conf import conf
from messaging.models import Dispatch
from messaging.operations.claim import claim
from messaging.operations.settle import settle
from messaging.rules.verdicts import Verdict
from messaging.transports.sms import chosen_sms

# Well under the time limit of a task: a worker stopped in the middle of a hand-over makes a repeat.
LONGEST_RUN = 120


class Transport(Protocol):
    """Used as a context manager, so that one connection may serve a batch."""

    name: str

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...

    def hand_over(self, dispatch: Dispatch) -> Verdict: ...


def chosen(channel: Channel = Channel.EMAIL) -> Transport:
    """The transport the settings name; training always takes the demonstration one."""
    if channel == Channel.SMS:
        return chosen_sms()
    from messaging.transports.demo import DemoTransport
    from messaging.transports.smtp import SmtpTransport

    transports: dict[str, type[Transport]] = {"demo": DemoTransport, "smtp": SmtpTransport}
    return transports[conf().transport]()


def send_due(limit: int | None = None, *, channel: Channel = Channel.EMAIL) -> int:
    """Sends what is due, one envelope at a time; returns how many were tried.

    One at a time, so that a message which takes its worker down never holds others with it. When the post office
    does not answer, the rest waits for the next turn rather than spend its tries.
    """
    stop_at = time.monotonic() + LONGEST_RUN
    tried = 0
    with chosen(channel) as transport:
        while tried < (limit or conf().batch) and time.monotonic() < stop_at:
            claimed = claim(1, channel=channel)
            if not claimed:
                break
            verdict = transport.hand_over(claimed[0])
            settle(
                claimed[0].pk,
                verdict.outcome,
                verdict.error,
                transport=transport.name,
                attempt=claimed[0].attempts,
                refuses_recipient=verdict.refuses_recipient,
                status=verdict.status,
                provider_ref=verdict.provider_ref,
            )
            tried += 1
            if verdict.unreachable:
                break
    return tried
