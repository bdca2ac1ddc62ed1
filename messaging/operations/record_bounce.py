"""A message that came back."""

from __future__ import annotations

from django.db import transaction

from core import outbox
from messaging.enums import AddressFault, DispatchState
from messaging.models import Dispatch
from messaging.operations.mark_address import mark_address
from messaging.rules import bounces
from messaging.threading import read_message_id

# What never left cannot come back: a report about it is forged or mistaken.
_LEFT = frozenset({DispatchState.SENT, DispatchState.SENDING, DispatchState.RETRY})


@transaction.atomic
def record_bounce(
    message_id: str = "", dispatch_id: int | None = None, *, status: str = "", diagnostic: str = "", recipient: str = ""
) -> Dispatch | None:
    """The envelope is BOUNCED and its address marked; None when it is none of ours. Twice is once.

    `message_id` is the one the report quotes. The address that is marked is the one we wrote to, never `recipient`:
    a report may name anybody.
    """
    dispatch = _find(message_id, dispatch_id)
    if dispatch is None or dispatch.state not in _LEFT:
        return dispatch
    dispatch.state = DispatchState.BOUNCED
    dispatch.bounce_status = bounces.status_in(status) or bounces.status_in(diagnostic)
    dispatch.last_error = bounces.sentence(dispatch.bounce_status, diagnostic)
    dispatch.lease_until = None
    dispatch.save(update_fields=["state", "bounce_status", "last_error", "lease_until"])
    mark_address(dispatch, AddressFault.BOUNCED, status=dispatch.bounce_status, reason=dispatch.last_error)
    outbox.publish("dispatch.failed", dispatch_id=dispatch.pk)
    outbox.publish("dispatch.bounced", dispatch_id=dispatch.pk)
    return dispatch


def _find(message_id: str, dispatch_id: int | None) -> Dispatch | None:
    rows = Dispatch.objects.select_for_update(of=("self",))
    if dispatch_id is not None:
        return rows.filter(pk=dispatch_id).first()
    public_id = read_message_id(message_id)
    return rows.filter(public_id=public_id).first() if public_id else None
