"""Taking envelopes to send: counted and committed before the wire is touched."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from messaging.conf import conf
from messaging.enums import DispatchState
from messaging.models import Dispatch


@transaction.atomic
def claim(limit: int) -> list[Dispatch]:
    """Up to `limit` due envelopes, oldest first, now SENDING; rows another worker holds are passed over."""
    now = timezone.now()
    due = (
        Dispatch.objects.due_for_sending(now)
        .select_related("commune", "from_service")
        .select_for_update(skip_locked=True, of=("self",))
    )
    claimed = list(due[:limit])
    for dispatch in claimed:
        dispatch.state = DispatchState.SENDING
        dispatch.attempts += 1
        dispatch.lease_until = now + dt.timedelta(seconds=conf().sending_lease)
    Dispatch.objects.bulk_update(claimed, ["state", "attempts", "lease_until"])
    return claimed
