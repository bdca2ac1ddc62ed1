"""A letter given from hand to hand: nobody prints it again, nobody posts it."""

from __future__ import annotations

from django.db import transaction

from core.enums import Channel
from messaging.enums import DispatchState, Outcome
from messaging.models import Dispatch
from messaging.operations.settle import settle

HAND = "hand"


@transaction.atomic
def hand_over(dispatch_id: int) -> Dispatch:
    """Left by hand, now or as soon as it is prepared; one already posted stays posted. Twice is once."""
    letter = Dispatch.objects.locked(dispatch_id)
    if letter.channel != Channel.POST:
        return letter
    if letter.state == DispatchState.HELD:
        return settle(letter.pk, Outcome.SENT, transport=HAND)
    if letter.state == DispatchState.PREPARING:
        letter.transport = HAND
        letter.save(update_fields=["transport"])
    return letter
