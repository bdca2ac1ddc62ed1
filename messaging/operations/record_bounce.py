"""A message that came back."""

from django.db import transaction

from core import outbox
from messaging.enums import DispatchState
from messaging.models import Dispatch


@transaction.atomic
def record_bounce(message_id: str, *, error: str) -> Dispatch | None:
    """The envelope of that Message-ID is BOUNCED; an unknown one is none of ours. Twice is once."""
    dispatch = Dispatch.objects.select_for_update(of=("self",)).filter(message_id=message_id.strip()).first()
    if dispatch is None or dispatch.state == DispatchState.BOUNCED:
        return dispatch
    dispatch.state = DispatchState.BOUNCED
    dispatch.last_error = error[:500]
    dispatch.lease_until = None
    dispatch.save(update_fields=["state", "last_error", "lease_until"])
    outbox.publish("dispatch.failed", dispatch_id=dispatch.pk)
    return dispatch
