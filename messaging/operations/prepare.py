"""Words and letters are made once, kept with their fingerprint, then the envelope waits for the wire."""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.db import transaction
from django.template import TemplateDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.batch import batch, dress
from core.enums import Channel
from core.errors import Refused
from documents.errors import CannotRender
from files.enums import OwnerKind
from files.operations import store_own
from messaging.conf import conf
from messaging.enums import DispatchState
from messaging.models import Dispatch
from messaging.operations.hand_over import HAND, hand_over
from messaging.operations.settle import give_up, put_off
from messaging.operations.waking import wake_sending, wake_texts
from messaging.rendering import CannotPrepare, Rendered, render
from messaging.rules.wording import MissingVariable

logger = logging.getLogger(__name__)
_BY = Actor.system("messaging.prepare")
# Well under the time limit of a task.
LONGEST_RUN = 120
# As many read the town and the wording once.
TOGETHER = 10


def prepare_due(limit: int | None = None) -> int:
    """Prepares what is waiting, oldest first; returns how many were taken in hand."""
    stop_at = time.monotonic() + LONGEST_RUN
    wanted, taken = limit or conf().batch, 0
    while taken < wanted and time.monotonic() < stop_at:
        with batch():
            done = _prepare_some(min(TOGETHER, wanted - taken), stop_at)
        taken += done
        if not done:
            break
    return taken


def _prepare_some(wanted: int, stop_at: float) -> int:
    """Each is committed on its own: one that takes its worker down takes no other with it."""
    taken = 0
    while taken < wanted and time.monotonic() < stop_at:
        dispatch = _take()
        if dispatch is None:
            break
        _prepare(dispatch)
        taken += 1
    return taken


def prepare(dispatch_id: int) -> Dispatch:
    """Renders, stores and queues one envelope; one already prepared, or in another worker's hands, is left alone."""
    dispatch = _take(dispatch_id)
    return _prepare(dispatch) if dispatch else Dispatch.objects.get(pk=dispatch_id)


@transaction.atomic
def _take(dispatch_id: int | None = None) -> Dispatch | None:
    """Counts a try and takes a lease, committed before the rendering: a page that kills its worker is given up too."""
    now = timezone.now()
    due = Dispatch.objects.due_for_preparation(now).select_for_update(skip_locked=True, of=("self",))
    if dispatch_id is not None:
        due = due.filter(pk=dispatch_id)
    dispatch = due.first()
    if dispatch is None:
        return None
    dress(dispatch, "commune", "from_service")
    dispatch.attempts += 1
    dispatch.lease_until = now + dt.timedelta(seconds=conf().preparing_lease)
    dispatch.save(update_fields=["attempts", "lease_until"])
    return dispatch


def _prepare(dispatch: Dispatch) -> Dispatch:
    if dispatch.attempts > conf().preparing_tries:
        return _failed(dispatch, _("La préparation du courrier a été interrompue à chaque essai."))
    try:
        rendered = render(dispatch)
        return _keep(dispatch, rendered)
    except Exception as error:  # noqa: BLE001 - a poison template may raise anything; it must block nobody
        logger.warning("dispatch %s cannot be prepared: %s", dispatch.pk, type(error).__name__)
        return _failed(dispatch, cause(error))


@transaction.atomic
def _keep(taken: Dispatch, rendered: Rendered) -> Dispatch:
    dispatch = Dispatch.objects.locked(taken.pk)
    dress(dispatch, "commune", "from_service")
    if not _still_ours(dispatch, taken):
        return dispatch
    for letter in rendered.letters:
        store_own(
            letter.content,
            name=letter.name,
            content_type="application/pdf",
            commune_id=dispatch.commune_id,
            owner_kind=OwnerKind.DISPATCH,
            owner_id=dispatch.pk,
            by=_BY,
        )
    now = timezone.now()
    dispatch.subject, dispatch.body_text = rendered.subject, rendered.text
    dispatch.content_sha256 = rendered.fingerprint()
    dispatch.prepared_at, dispatch.segments = now, rendered.segments
    # A letter waits for somebody to print it.
    dispatch.state = DispatchState.HELD if dispatch.channel == Channel.POST else DispatchState.QUEUED
    dispatch.attempts, dispatch.lease_until, dispatch.due_at, dispatch.last_error = 0, None, now, ""
    dispatch.save()
    if dispatch.state == DispatchState.HELD and dispatch.transport == HAND:
        # Given over the counter while it was being made: it never waits for the printer.
        return hand_over(dispatch.pk)
    if dispatch.state == DispatchState.QUEUED:
        wake = wake_texts if dispatch.channel == Channel.SMS else wake_sending
        transaction.on_commit(wake, robust=True)
    return dispatch


@transaction.atomic
def _failed(taken: Dispatch, sentence: str) -> Dispatch:
    dispatch = Dispatch.objects.locked(taken.pk)
    if not _still_ours(dispatch, taken):
        return dispatch
    if dispatch.attempts >= conf().preparing_tries:
        return give_up(dispatch, sentence)
    return put_off(dispatch, DispatchState.PREPARING, sentence)


def _still_ours(dispatch: Dispatch, taken: Dispatch) -> bool:
    """A worker slower than its lease finds that another one counted a new try: it keeps its work to itself."""
    return dispatch.state == DispatchState.PREPARING and dispatch.attempts == taken.attempts


def cause(error: Exception) -> str:
    """In words an agent can pass on."""
    if isinstance(error, CannotPrepare | CannotRender | MissingVariable):
        return str(error)
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, TemplateDoesNotExist):
        return _("Le modèle de courrier « %s » n’existe pas.") % error
    return _("Le courrier n’a pas pu être fabriqué (%s).") % type(error).__name__
