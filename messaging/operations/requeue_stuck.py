"""Envelopes whose worker never came back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.conf import conf
from messaging.enums import DispatchState
from messaging.models import Dispatch
from messaging.operations.settle import give_up, put_off

_BATCH = 200


@transaction.atomic
def requeue_stuck() -> int:
    """SENDING past its lease → RETRY: perhaps a repeat, never a loss. The Message-ID is the same. Returns how many."""
    stuck = list(Dispatch.objects.stuck(timezone.now()).select_for_update(skip_locked=True, of=("self",))[:_BATCH])
    for dispatch in stuck:
        if dispatch.attempts < conf().sending_tries:
            put_off(dispatch, DispatchState.RETRY, _("L’envoi a été interrompu."))
        else:
            give_up(dispatch, _("L’envoi a été interrompu à chaque essai."))
    return len(stuck)
