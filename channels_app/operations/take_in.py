"""Steps 3 to 6 of a mail: parsed, decided, done in one transaction; or in quarantine, whole, with its cause."""

from __future__ import annotations

import datetime as dt
import logging
import traceback

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from channels_app.email.facts import gather, know_accounts
from channels_app.email.intake import Verdict, decide
from channels_app.email.parse import parse
from channels_app.email.parsed import ParsedEmail, Unparsable
from channels_app.enums import InboundState
from channels_app.models import InboundEmail
from channels_app.operations import acting
from channels_app.operations.postal import scanner_mail
from channels_app.operations.storable import storable
from core import calendar
from core.actor import Actor
from core.batch import batch, dress
from core.errors import Refused
from files import reading

logger = logging.getLogger(__name__)

BY = Actor.system("channels_app.take_in")
TRIES = 4
# Longer than any mail takes: while it runs no other worker takes the same one.
LEASE = dt.timedelta(minutes=10)
# Mails claimed together, and their weight: far less than a lease, and than the time limit of a task.
BATCH = 25
BATCH_BYTES = 5_000_000
# What taking in writes on the mail.
TOLD = [
    "sender", "sender_name", "subject", "state", "reason", "request", "message", "possibly_related", "left_out",
    "proposed_procedure", "proposal_reason", "settled_at", "last_error",
]  # fmt: skip


def take_in(inbound_id: int, *, patient: bool = True) -> InboundEmail:
    """What the mail asks for is done, once whoever calls it and however often.

    A mail that cannot be understood goes to quarantine at once; one whose handling fails is tried again later, then
    too. ``patient=False`` tries again at once, for a caller who wants the outcome now. The database being away is
    nobody’s fault: the error is raised and the mail waits, counted as one try.
    """
    with batch():
        while True:
            inbound = _begin(inbound_id)
            if inbound.state == InboundState.KEPT:
                inbound = _attempt(inbound_id)
            if patient or inbound.state != InboundState.KEPT:
                return inbound


def take_in_due(limit: int = 50) -> int:
    """Takes in what was kept and waits, oldest first, by small batches; returns how many were handled."""
    handled = 0
    while handled < limit:
        with batch():
            taken = _claim(min(limit - handled, BATCH))
            know_accounts(taken)
            for inbound in taken:
                if inbound.attempts <= TRIES:
                    _attempt(inbound.pk)
        if not taken:
            break
        handled += len(taken)
    return handled


def _attempt(inbound_id: int) -> InboundEmail:
    """Raises when the database is away; whatever else goes wrong is written on the mail."""
    try:
        return _try(inbound_id)
    except Exception as error:
        if isinstance(error, DatabaseError | InterfaceError) and not _database_answers():
            raise
        # One bad mail never blocks the next. Where it broke, not what it said: that may be somebody’s words.
        where = "".join(traceback.format_tb(error.__traceback__)[-4:])
        logger.error("inbound mail %s failed: %s\n%s", inbound_id, type(error).__name__, where)
        return _fail(inbound_id, _cause(error))


@transaction.atomic
def _claim(limit: int) -> list[InboundEmail]:
    """Counts a try and takes a lease, committed before anything is read: two workers never parse the same mail, and
    one that kills its worker cannot hide it. What was tried already comes alone, so that it takes nobody with it; so
    does what is heavy."""
    now = calendar.now()
    due = list(InboundEmail.objects.due(now).select_for_update(skip_locked=True, of=("self",))[:limit])
    again = [inbound for inbound in due if inbound.attempts]
    taken = again[:1] or _light(due)
    InboundEmail.objects.filter(pk__in=[one.pk for one in taken]).update(attempts=F("attempts") + 1, due_at=now + LEASE)
    for inbound in taken:
        inbound.attempts += 1
        _give_up_after_too_many(inbound)
    return taken


def _light(due: list[InboundEmail]) -> list[InboundEmail]:
    """The first ones, as many as are read well within their lease; one at least."""
    taken: list[InboundEmail] = []
    for inbound in due:
        if taken and sum(one.size for one in taken) + inbound.size > BATCH_BYTES:
            break
        taken.append(inbound)
    return taken


@transaction.atomic
def _begin(inbound_id: int) -> InboundEmail:
    """Counts a try, committed before anything is read: a mail that kills its worker cannot hide it."""
    inbound = InboundEmail.objects.locked(inbound_id)
    if inbound.state != InboundState.KEPT:
        return inbound
    inbound.attempts += 1
    inbound.due_at = calendar.now() + LEASE
    inbound.save(update_fields=["attempts", "due_at"])
    _give_up_after_too_many(inbound)
    return inbound


def _give_up_after_too_many(inbound: InboundEmail) -> None:
    if inbound.attempts > TRIES:
        _quarantine(inbound, inbound.last_error or _("Le traitement a été interrompu à chaque essai."))


@transaction.atomic
def _try(inbound_id: int) -> InboundEmail:
    """Read, decided and done: one transaction, one commit."""
    inbound = InboundEmail.objects.locked(inbound_id)
    if inbound.state != InboundState.KEPT:
        # Another process was quicker: it committed while this one waited for the row.
        return inbound
    _dress(inbound)
    try:
        parsed = parse(raw_of(inbound))
    except Unparsable as error:
        _quarantine(inbound, _("Ce courriel n’a pas pu être lu : %s.") % error)
        return inbound
    if scanner_mail.is_from_scanner(inbound):
        scanner_mail.take_scans(inbound, parsed)
    else:
        verdict = decide(parsed, gather(parsed, inbound))
        _describe(inbound, parsed, verdict)
        acting.act(inbound, parsed, verdict)
    inbound.settled_at = calendar.now()
    inbound.last_error = ""
    inbound.save(update_fields=TOLD)
    return inbound


def _dress(inbound: InboundEmail) -> None:
    """The mailbox, what it is for and the town: read once a batch."""
    dress(inbound, "commune", "mailbox")
    if inbound.mailbox is not None:
        dress(inbound.mailbox, "commune", "procedure")
        if inbound.mailbox.procedure is not None:
            dress(inbound.mailbox.procedure, "current")


def raw_of(inbound: InboundEmail) -> bytes:
    """The mail as it came."""
    return reading.open_file(inbound.raw_id, by=BY).content if inbound.raw_id else b""


def _describe(inbound: InboundEmail, parsed: ParsedEmail, verdict: Verdict) -> None:
    inbound.sender = storable(verdict.author.email, 320)
    inbound.sender_name = storable(verdict.author.name, 300)
    inbound.subject = storable(parsed.subject, 1000)
    inbound.possibly_related_id = verdict.related_id


@transaction.atomic
def _fail(inbound_id: int, cause: str) -> InboundEmail:
    inbound = InboundEmail.objects.locked(inbound_id)
    if inbound.state != InboundState.KEPT:
        return inbound
    inbound.last_error = storable(cause, 1000)
    if inbound.attempts >= TRIES:
        _quarantine(inbound, inbound.last_error)
        return inbound
    pause = getattr(settings, "GRC_MAIL_PAUSE_SECONDS", 60) * 2 ** (inbound.attempts - 1)
    inbound.due_at = calendar.now() + dt.timedelta(seconds=pause)
    inbound.save(update_fields=["last_error", "due_at"])
    return inbound


def _cause(error: Exception) -> str:
    """In words, and without the person’s."""
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, DatabaseError):
        return _("La base de données a refusé ce que contient le courriel (%s).") % type(error).__name__
    return _("Une erreur imprévue a arrêté le traitement (%s).") % type(error).__name__


def _quarantine(inbound: InboundEmail, cause: str) -> None:
    inbound.state = InboundState.QUARANTINED
    inbound.last_error = storable(cause, 1000)
    inbound.reason = inbound.last_error[:500]
    inbound.settled_at = calendar.now()
    inbound.save(update_fields=["state", "last_error", "reason", "settled_at"])


def _database_answers() -> bool:
    """Whether the database is there: it refused this mail, or it refuses everything."""
    try:
        return InboundEmail.objects.filter(pk=0).exists() is False
    except (DatabaseError, InterfaceError):
        return False
