"""The protected addresses an agent was named to see, when that agent leaves."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from citizens.models import AddressKeeper
from core.errors import Refused


@transaction.atomic
def hand_over_addresses(user_id: int, *, successor_id: int | None) -> None:
    """The successor is named where nobody else is; elsewhere the others are enough.

    Called by ``close_account``. Raises Refused when nobody would be left to see an address.
    """
    held = AddressKeeper.objects.filter(user_id=user_id).select_for_update().order_by("pk")
    others = set(
        AddressKeeper.objects.filter(citizen__in=held.values("citizen"))
        .exclude(user_id=user_id)
        .filter(user__is_active=True)
        .values_list("citizen_id", flat=True)
    )
    alone = [one for one in held if one.citizen_id not in others]
    if alone and successor_id is None:
        raise Refused(_("Cet agent est le seul à voir une adresse protégée : choisissez qui prend sa suite."))
    if successor_id is not None:
        for keeper in alone:
            AddressKeeper.objects.get_or_create(citizen_id=keeper.citizen_id, user_id=successor_id)
    AddressKeeper.objects.filter(user_id=user_id).delete()
