"""A mail in quarantine is tried again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app import policies
from channels_app.enums import InboundState
from channels_app.models import InboundEmail
from channels_app.operations.take_in import take_in
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, IllegalMove


def replay(inbound_id: int, *, by: Actor) -> InboundEmail:
    """From its raw bytes, as if it had just come; the day of receipt does not change. Raises Forbidden, IllegalMove."""
    _release(inbound_id, by)
    return take_in(inbound_id, patient=False)


@transaction.atomic
def _release(inbound_id: int, by: Actor) -> None:
    inbound = InboundEmail.objects.locked(inbound_id)
    if not policies.can_handle(by, inbound):
        raise Forbidden(_("Ce courriel n’est pas arrivé dans une boîte de vos services."))
    if inbound.state != InboundState.QUARANTINED:
        raise IllegalMove(_("Ce courriel n’est plus en quarantaine."))
    inbound.state, inbound.attempts, inbound.due_at = InboundState.KEPT, 0, calendar.now()
    inbound.settled_at = None
    inbound.save(update_fields=["state", "attempts", "due_at", "settled_at"])
