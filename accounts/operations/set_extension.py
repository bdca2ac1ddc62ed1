"""The telephone in front of the agent today."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.actor import Actor
from core.errors import Forbidden, Refused


@transaction.atomic
def set_extension(user_id: int, extension: str, *, by: Actor) -> User:
    """Their own, by the agent; empty for none. Another agent’s is refused, never taken away from them."""
    if by.user_id != user_id:
        raise Forbidden(_("Chacun règle son propre poste."))
    wanted = extension.strip()
    if wanted and not re.fullmatch(r"[0-9]{2,8}", wanted):
        raise Refused(_("Un poste est un numéro court : 2 à 8 chiffres."))
    user = User.objects.select_for_update().get(pk=user_id)
    taken = User.objects.filter(commune_id=user.commune_id, phone_extension=wanted).exclude(pk=user_id)
    if wanted and taken.exists():
        raise Refused(_("Le poste %s est déjà celui d’un autre agent.") % wanted)
    user.phone_extension = wanted
    user.save(update_fields=["phone_extension"])
    return user
