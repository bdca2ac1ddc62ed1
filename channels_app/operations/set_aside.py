"""A mail in quarantine that asks for nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app import policies
from channels_app.enums import InboundState
from channels_app.models import InboundEmail
from channels_app.operations.storable import storable
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, IllegalMove, Refused


@transaction.atomic
def set_aside(inbound_id: int, *, by: Actor, reason: str) -> InboundEmail:
    """With the agent’s reason; its bytes are kept. Raises Refused, Forbidden, IllegalMove."""
    inbound = InboundEmail.objects.locked(inbound_id)
    if not policies.can_handle(by, inbound):
        raise Forbidden(_("Ce courriel n’est pas arrivé dans une boîte de vos services."))
    if inbound.state not in (InboundState.QUARANTINED, InboundState.KEPT):
        raise IllegalMove(_("Ce courriel est déjà traité."))
    said = storable(reason).strip()
    if not said:
        raise Refused(_("Dites pourquoi ce courriel est écarté."))
    inbound.state, inbound.reason, inbound.settled_at = InboundState.SET_ASIDE, said[:500], calendar.now()
    inbound.save(update_fields=["state", "reason", "settled_at"])
    return inbound
