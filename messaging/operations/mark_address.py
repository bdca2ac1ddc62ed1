"""An address that takes no mail: noted, so that whoever writes to it again is warned."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from messaging.enums import AddressFault
from messaging.models import AddressState, Dispatch
from messaging.rules.addresses import address_key
from messaging.rules.bounces import blames_the_address


def mark_address(dispatch: Dispatch, fault: AddressFault, *, status: str, reason: str) -> AddressState | None:
    """Inside the caller's transaction; None when the fault is not the address's. The first date is kept."""
    if not dispatch.address_key or not blames_the_address(status):
        return None
    told = {"state": fault, "status": status[:12], "reason": reason[:500], "dispatch": dispatch}
    return AddressState.objects.update_or_create(
        commune_id=dispatch.commune_id,
        address=dispatch.address_key,
        defaults=told,
        create_defaults={**told, "since": timezone.now()},
    )[0]


@transaction.atomic
def clear_address(commune_id: int, address: str, *, by: Actor) -> bool:
    """The address works again: somebody wrote from it, or an agent checked it. Returns whether it was marked."""
    deleted, _rows = AddressState.objects.filter(commune_id=commune_id, address=address_key(address)).delete()
    return bool(deleted)
