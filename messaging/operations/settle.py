"""What became of a hand-over."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core import calendar, outbox
from core.enums import Channel
from messaging.conf import conf
from messaging.enums import AddressFault, DispatchState, Outcome
from messaging.models import Dispatch
from messaging.operations.mark_address import mark_address
from messaging.rules.texting import cost
from messaging.sms_conf import sms_conf

# A slow worker whose lease was lost may still say that the message left: it did. A letter leaves by hand.
_MAY_BECOME_SENT = frozenset({DispatchState.SENDING, DispatchState.RETRY, DispatchState.HELD})


@transaction.atomic
def settle(
    dispatch_id: int,
    outcome: Outcome | str,
    error: str = "",
    *,
    transport: str = "",
    attempt: int | None = None,
    refuses_recipient: bool = False,
    status: str = "",
    provider_ref: str = "",
) -> Dispatch:
    """Writes the fate and publishes it once. `attempt` is the try being told: a late word on an old one is ignored.

    `refuses_recipient`: the address itself was refused; it is marked as one that a mail came back from.
    """
    dispatch = Dispatch.objects.locked(dispatch_id)
    if outcome == Outcome.SENT:
        return _sent(dispatch, transport, provider_ref) if dispatch.state in _MAY_BECOME_SENT else dispatch
    if dispatch.state != DispatchState.SENDING or attempt not in (None, dispatch.attempts):
        return dispatch
    if outcome == Outcome.RETRY and dispatch.attempts < conf().sending_tries:
        return put_off(dispatch, DispatchState.RETRY, error)
    if refuses_recipient:
        _refused(dispatch, error, status)
    return give_up(dispatch, error)


def _refused(dispatch: Dispatch, error: str, status: str) -> None:
    dispatch.bounce_status = status[:12]
    dispatch.save(update_fields=["bounce_status"])
    mark_address(dispatch, AddressFault.REFUSED, status=status, reason=error)
    outbox.publish("dispatch.bounced", dispatch_id=dispatch.pk)


def _sent(dispatch: Dispatch, transport: str, provider_ref: str) -> Dispatch:
    dispatch.state = DispatchState.SENT
    dispatch.sent_at = timezone.now()
    dispatch.lease_until = None
    dispatch.last_error = ""
    dispatch.transport = transport
    dispatch.provider_ref = provider_ref[:100]
    if dispatch.channel == Channel.POST:
        dispatch.posted_on = dispatch.posted_on or calendar.today(dispatch.commune)
    if dispatch.channel == Channel.SMS:
        dispatch.cost_cents = cost(dispatch.segments or 1, sms_conf().cents_a_segment)
    dispatch.save(
        update_fields=[
            "state", "sent_at", "lease_until", "last_error", "transport", "provider_ref", "posted_on", "cost_cents",
        ]
    )  # fmt: skip
    outbox.publish("dispatch.sent", dispatch_id=dispatch.pk)
    return dispatch


def put_off(dispatch: Dispatch, state: DispatchState, error: str) -> Dispatch:
    """Later, after a pause that grows with the tries."""
    dispatch.state = state
    dispatch.due_at = timezone.now() + conf().pause(dispatch.attempts)
    dispatch.lease_until = None
    dispatch.last_error = error
    dispatch.save(update_fields=["state", "due_at", "lease_until", "last_error"])
    return dispatch


def give_up(dispatch: Dispatch, error: str) -> Dispatch:
    """Nothing more is tried until an agent asks: the failures screen shows why."""
    dispatch.state = DispatchState.FAILED
    dispatch.lease_until = None
    dispatch.last_error = error
    dispatch.save(update_fields=["state", "lease_until", "last_error"])
    outbox.publish("dispatch.failed", dispatch_id=dispatch.pk)
    return dispatch
