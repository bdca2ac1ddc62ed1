"""What arrived in a mailbox is kept, from where the last reading stopped."""

from __future__ import annotations

import contextlib
import datetime as dt
import imaplib
import logging
import ssl
from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _, ngettext

from channels_app.email.fetch import Place, Reading
from channels_app.email.imap import Cut, Refusal
from channels_app.models import Mailbox
from channels_app.operations.keep import keep
from core import calendar
from core.actor import Actor
from core.credentials import NoCredential
from core.errors import Refused

logger = logging.getLogger(__name__)

BY = Actor.system("channels_app.fetch")
# First key of the advisory locks of this operation.
LOCK_SPACE = 0x6D61696C
# Of one visit; the next one goes on from there.
SECONDS = 120.0


def fetch_mailbox(mailbox_id: int, *, seconds: float = SECONDS) -> int:
    """Returns how many mails were kept; 0 while another worker reads the same mailbox.

    Whatever goes wrong with this mailbox is written on it, for administrators, and raised for nobody: the others
    are read. Each mail is committed here before it is moved there.
    """
    with _alone(mailbox_id) as alone:
        mailbox = Mailbox.objects.to_fetch().select_related("commune").filter(pk=mailbox_id).first()
        if not alone or mailbox is None:
            return 0
        reading = Reading(mailbox, _place(mailbox), _keeper(mailbox), seconds)
        try:
            reading.run()
        except (Refusal, NoCredential, Refused) as refusal:
            _note(mailbox, str(refusal))
        except ssl.SSLError as error:
            _note(mailbox, _("Le certificat du serveur n’est pas accepté (%s).") % (error.reason or "TLS"))
        except (imaplib.IMAP4.error, *Cut) as error:
            logger.warning("mailbox %s: %s", mailbox.pk, type(error).__name__)
            _note(mailbox, _("Le serveur ne répond pas ou coupe la ligne (%s).") % type(error).__name__)
        else:
            _note(mailbox, _missed(mailbox), was_read=True)
        return reading.kept


@contextlib.contextmanager
def _alone(mailbox_id: int) -> Iterator[bool]:
    """Two workers never read one mailbox at once; the lock ends with its connection, so a killed worker frees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, mailbox_id])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, mailbox_id])


def _place(mailbox: Mailbox) -> Place:
    names = ("uid_validity", "last_uid", "missed", "trying_uid", "tries")

    def remember() -> None:
        Mailbox.objects.filter(pk=mailbox.pk).update(**{name: getattr(place, name) for name in names})

    place = Place(**{name: getattr(mailbox, name) for name in names}, remember=remember)
    return place


def _keeper(mailbox: Mailbox):
    def take(raw: bytes, received_at: dt.datetime | None, unread: bool) -> None:
        keep(raw, mailbox_id=mailbox.pk, received_at=received_at, by=BY, unread=unread, mailbox=mailbox)

    return take


def _note(mailbox: Mailbox, error: str, *, was_read: bool = False) -> None:
    seen = {"last_seen_at": calendar.now()} if was_read else {}
    Mailbox.objects.filter(pk=mailbox.pk).update(last_error=error[:500], **seen)


def _missed(mailbox: Mailbox) -> str:
    """The reading went well, but these stay on the server."""
    missed = Mailbox.objects.values_list("missed", flat=True).get(pk=mailbox.pk)
    if not missed:
        return ""
    told = ngettext(
        "%(count)d courriel n’a pas pu être repris : %(cause)s.",
        "%(count)d courriels n’ont pas pu être repris : %(cause)s.",
        len(missed),
    )
    return told % {"count": len(missed), "cause": missed[0]["cause"]}
