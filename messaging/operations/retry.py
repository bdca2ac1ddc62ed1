"""« Réessayer », from the failures screen."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from messaging import policies
from messaging.enums import BROKEN, DispatchState
from messaging.models import Dispatch
from messaging.operations.waking import wake_preparation, wake_sending, wake_texts


@transaction.atomic
def retry(dispatch_id: int, by: Actor) -> Dispatch:
    """Starts again from where it failed, with a fresh count of tries. One that is not broken is left as it is."""
    dispatch = Dispatch.objects.locked(dispatch_id)
    policies.require(policies.can_retry(by, dispatch))
    if dispatch.state not in BROKEN:
        return dispatch
    if dispatch.returned_on is not None:
        raise Refused(_("Cette lettre est revenue : vérifiez l’adresse, puis écrivez de nouveau à la personne."))
    dispatch.state = DispatchState.QUEUED if dispatch.prepared_at else DispatchState.PREPARING
    dispatch.attempts = 0
    dispatch.due_at = timezone.now()
    dispatch.lease_until = None
    dispatch.save(update_fields=["state", "attempts", "due_at", "lease_until"])
    wake = wake_texts if dispatch.channel == Channel.SMS else wake_sending
    transaction.on_commit(wake if dispatch.prepared_at else wake_preparation, robust=True)
    return dispatch
