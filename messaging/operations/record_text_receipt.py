"""What the provider says of a text message, after it took it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.enums import Channel
from messaging.enums import AddressFault, DispatchState
from messaging.models import Dispatch
from messaging.operations.mark_address import mark_address

DELIVERED, FAILED = "delivered", "failed"
EVENTS = frozenset({DELIVERED, FAILED})
_LEFT = frozenset({DispatchState.SENT, DispatchState.SENDING, DispatchState.RETRY})


@transaction.atomic
def record_text_receipt(provider_ref: str, event: str) -> bool:
    """Whether the message is one of ours. The same receipt again changes nothing, and the first word stands."""
    rows = Dispatch.objects.select_for_update(of=("self",)).filter(channel=Channel.SMS)
    dispatch = rows.filter(provider_ref=provider_ref).first() if provider_ref else None
    if dispatch is None:
        return False
    if dispatch.delivered_at is not None or dispatch.state not in _LEFT:
        return True
    if event == DELIVERED:
        dispatch.delivered_at = timezone.now()
        dispatch.save(update_fields=["delivered_at"])
    elif event == FAILED:
        _failed(dispatch)
    return True


def _failed(dispatch: Dispatch) -> None:
    dispatch.state, dispatch.lease_until = DispatchState.BOUNCED, None
    dispatch.last_error = _("Le téléphone n’a pas reçu le SMS.")
    dispatch.save(update_fields=["state", "lease_until", "last_error"])
    mark_address(dispatch, AddressFault.BOUNCED, status="", reason=dispatch.last_error)
    outbox.publish("dispatch.failed", dispatch_id=dispatch.pk)
    outbox.publish("dispatch.bounced", dispatch_id=dispatch.pk)
