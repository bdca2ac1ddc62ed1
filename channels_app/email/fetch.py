"""Steps 1 and 2 of a mail: from the server to our disk, one by one; nothing is understood here (house.md §7)."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, InterfaceError

from channels_app.email.imap import Cut, Described, Imap, Refusal, Unfetchable
from channels_app.models import Mailbox
from core import calendar
from core.batch import batch
from core.errors import Refused

logger = logging.getLogger(__name__)

RECONNECTIONS = 5
# Workers are woken once for as many; the sweep is there for those of a slow server.
TOGETHER = 25
# The third try keeps the mail without parsing it: reading it took the worker down twice.
TRIES_BEFORE_UNREAD = 2

Keep = Callable[[bytes, dt.datetime | None, bool], object]


@dataclass
class Place:
    """How far the folder was read; ``remember`` writes it after each mail, once the mail is kept."""

    uid_validity: int
    last_uid: int
    missed: list[dict]
    trying_uid: int
    tries: int
    remember: Callable[[], None]


@dataclass
class Reading:
    """One visit to one mailbox: from where the last one stopped, until nothing is left or the time is over."""

    mailbox: Mailbox
    place: Place
    keep: Keep
    seconds: float
    kept: int = 0
    _part: bytearray = field(default_factory=bytearray)
    _part_of: int = 0

    def run(self) -> int:
        """How many mails were kept. A cut line is taken up again where it was cut, inside a mail too."""
        end, cuts = time.monotonic() + self.seconds, 0
        while True:
            try:
                with Imap(self.mailbox) as box:
                    self._read(box, end)
                return self.kept
            except Cut as error:
                cuts += 1
                logger.warning("mailbox %s: line cut (%s)", self.mailbox.pk, type(error).__name__)
                if cuts > RECONNECTIONS or time.monotonic() > end:
                    raise

    def _read(self, box: Imap, end: float) -> None:
        self._check_validity(box)
        for uid in [row["uid"] for row in self.place.missed]:
            self._one(box, uid, again=True)
        waiting = box.uids_after(self.place.last_uid)
        while some := list(islice(waiting, TOGETHER)):
            with batch():
                for uid in some:
                    self._one(box, uid)
                    if time.monotonic() > end:
                        return
        if box.uid_next < 2**32 and box.uid_next - 1 > self.place.last_uid:
            self.place.last_uid = box.uid_next - 1
            self.place.remember()

    def _check_validity(self, box: Imap) -> None:
        """The server numbered its mails anew: read again from the start, known mails are folded."""
        if self.place.uid_validity != box.uid_validity:
            self.place.uid_validity, self.place.last_uid, self.place.missed = box.uid_validity, 0, []
            self._part_of = 0
            self.place.remember()

    def _one(self, box: Imap, uid: int, *, again: bool = False) -> None:
        """One bad mail never blocks the next: it is noted, and tried again at each visit."""
        self._begin(uid)
        try:
            self._take(box, uid)
        except (*Cut, DatabaseError, InterfaceError, Refused):
            # The line, our database or our disk: not the fault of this mail, which waits where it is.
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the next ones are read
            logger.warning("mailbox %s: mail %s missed (%s)", self.mailbox.pk, uid, type(error).__name__)
            self._miss(uid, error)
        else:
            self.place.missed = [row for row in self.place.missed if row["uid"] != uid]
        self._part_of = 0
        if not again:
            self.place.last_uid = uid
        self.place.trying_uid = self.place.tries = 0
        self.place.remember()

    def _begin(self, uid: int) -> None:
        same = self.place.trying_uid == uid
        self.place.trying_uid, self.place.tries = uid, self.place.tries + 1 if same else 1
        self.place.remember()

    def _take(self, box: Imap, uid: int) -> None:
        described = box.describe(uid)
        if described is None or self._is_too_old(described):
            return
        if self._part_of != uid:
            self._part, self._part_of = bytearray(), uid
        raw = box.download(uid, described.size, self._part)
        self.keep(raw, described.received_at, self.place.tries > TRIES_BEFORE_UNREAD)
        self.kept += 1
        box.finish(uid)

    def _is_too_old(self, described: Described) -> bool:
        start = self.mailbox.start_on
        if start is None or described.received_at is None:
            return False
        return calendar.local_date(self.mailbox.commune, described.received_at) < start

    def _miss(self, uid: int, error: Exception) -> None:
        cause = str(error) if isinstance(error, Refusal | Unfetchable) else type(error).__name__
        known = next((row for row in self.place.missed if row["uid"] == uid), None)
        if known is None:
            known = {"uid": uid, "tries": 0}
            self.place.missed.append(known)
        known |= {"tries": known["tries"] + 1, "cause": cause[:200]}
