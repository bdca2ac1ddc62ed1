"""One conversation with an IMAP server: every answer is bounded in size and in time."""

from __future__ import annotations

import base64
import datetime as dt
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.conf import settings

from channels_app.email.parsing.limits import RAW_BYTES
from channels_app.enums import Auth, Security
from channels_app.models.mailbox import Mailbox, is_loopback
from core import credentials

CHUNK = 1024 * 1024
# Numbers of one search: a mailbox of a million mails is never listed whole.
WINDOW = 2000
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_INTERNAL_DATE = re.compile(rb'INTERNALDATE "\s?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"')

# What the line does when it is cut, or when the server says no more.
Cut = (imaplib.IMAP4.abort, OSError, EOFError)


class Refusal(Exception):
    """The server, or its configuration, does not let us in; the sentence is shown to administrators."""


class Unfetchable(Exception):
    """This mail cannot be given by the server, or is beyond the bound."""


class _Bounded:
    def read(self, size: int) -> bytes:
        """A server may announce any length: memory is ours."""
        if size > 2 * CHUNK:
            raise imaplib.IMAP4.abort("literal beyond the bound")
        return super().read(size)  # type: ignore[misc]


class _Plain(_Bounded, imaplib.IMAP4):
    pass


class _Tls(_Bounded, imaplib.IMAP4_SSL):
    pass


@dataclass(frozen=True)
class Described:
    size: int
    received_at: dt.datetime | None


class Imap:
    """``with Imap(mailbox) as box``: connected, signed in, the folder selected."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.uid_validity = 0
        self.uid_next = 0

    def __enter__(self) -> Self:
        self._line = self._connect()
        try:
            self._sign_in()
            # Asked again: a server says more to who is signed in.
            self._abilities = set(b" ".join(self._line.capability()[1]).decode().upper().split())
            self._select()
        except BaseException:
            self._hang_up()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._hang_up()

    def uids_after(self, uid: int) -> Iterator[int]:
        """Those to read, in order: window by window, since the start date of the mailbox."""
        while uid + 1 < self.uid_next:
            last = min(uid + WINDOW, self.uid_next - 1)
            yield from (found for found in self._search(f"{uid + 1}:{last}") if found > uid)
            uid = last

    def describe(self, uid: int) -> Described | None:
        """Size and date of arrival; None when somebody moved the mail meanwhile."""
        for line in self._fetch(uid, "(UID RFC822.SIZE INTERNALDATE)"):
            head = line[0] if isinstance(line, tuple) else line
            if re.search(rb"UID %d\b" % uid, head or b"") and (size := re.search(rb"RFC822\.SIZE (\d+)", head)):
                return Described(int(size[1]), _instant(head))
        return None

    def download(self, uid: int, size: int, into: bytearray) -> bytes:
        """The whole mail, chunk by chunk, from where ``into`` stopped. Never marks it as read.

        The announced size is a hint (some servers count otherwise): the end is where nothing more comes.
        """
        if size > RAW_BYTES:
            raise Unfetchable(f"{size // 1024 // 1024} Mo")
        while len(into) <= RAW_BYTES:
            chunk = self._chunk(uid, len(into))
            into += chunk
            if not chunk or (len(chunk) < CHUNK and len(into) >= size):
                return bytes(into)
        raise Unfetchable("trop gros")

    def finish(self, uid: int) -> None:
        """To the folder of treated mails, or marked as read. Once the mail is kept, and not before."""
        if not self.mailbox.folder_done:
            self._line.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
            return
        folder = quoted(self.mailbox.folder_done)
        self._move(uid, folder)

    def _move(self, uid: int, folder: str) -> None:
        can_move = "MOVE" in self._abilities
        verb = "MOVE" if can_move else "COPY"
        answer, _data = self._line.uid(verb, str(uid), folder)
        if answer != "OK":
            self._line.create(folder)
            answer, _data = self._line.uid(verb, str(uid), folder)
        if answer != "OK":
            raise Refusal(f"le dossier « {self.mailbox.folder_done} » refuse les courriels")
        if not can_move:
            self._line.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen \Deleted)")
            if "UIDPLUS" in self._abilities:
                self._line.uid("EXPUNGE", str(uid))

    def _connect(self) -> imaplib.IMAP4:
        box, timeout = self.mailbox, getattr(settings, "GRC_IMAP_TIMEOUT", 30)
        if box.security == Security.SSL:
            return _Tls(box.host, box.port, ssl_context=ssl.create_default_context(), timeout=timeout)
        if box.security == Security.NONE and not is_loopback(box.host):
            raise Refusal("sans TLS, le mot de passe passerait en clair")
        line = _Plain(box.host, box.port, timeout=timeout)
        if box.security == Security.STARTTLS:
            line.starttls(ssl.create_default_context())
        return line

    def _sign_in(self) -> None:
        box = self.mailbox
        try:
            if box.auth == Auth.XOAUTH2:
                words = credentials.xoauth2(box.username, box.secret).encode()
                self._line.authenticate("XOAUTH2", lambda challenge: b"" if challenge else words)
            else:
                self._line.login(box.username, credentials.secret(box.secret))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            credentials.forget(box.secret)
            known = "jeton" if box.auth == Auth.XOAUTH2 else "mot de passe"
            raise Refusal(f"identifiant ou {known} refusé") from error

    def _select(self) -> None:
        answer, _data = self._line.select(quoted(self.mailbox.folder))
        if answer != "OK":
            raise Refusal(f"le dossier « {self.mailbox.folder} » n’existe pas")
        self.uid_validity = self._number("UIDVALIDITY")
        self.uid_next = self._number("UIDNEXT") or 2**32

    def _number(self, code: str) -> int:
        _code, data = self._line.response(code)
        return int(data[0]) if data and data[0] else 0

    def _search(self, window: str) -> list[int]:
        words = ["UID", window]
        if start := self.mailbox.start_on:
            # Servers compare days in their own zone: a day of margin, the exact day is judged by who reads.
            day = start - dt.timedelta(days=1)
            words += ["SINCE", f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"]
        answer, data = self._line.uid("SEARCH", *words)
        if answer != "OK":
            raise Refusal("la recherche est refusée")
        return sorted(int(number) for line in data if line for number in line.split())

    def _fetch(self, uid: int, what: str) -> list:
        answer, data = self._line.uid("FETCH", str(uid), what)
        if answer != "OK":
            raise Unfetchable("le serveur ne le donne pas")
        return [line for line in data if line]

    def _chunk(self, uid: int, offset: int) -> bytes:
        lines = self._fetch(uid, f"(BODY.PEEK[]<{offset}.{CHUNK}>)")
        return next((line[1] for line in lines if isinstance(line, tuple) and b"BODY[]" in line[0]), b"")

    def _hang_up(self) -> None:
        """Politely if the server listens; what was kept stays kept."""
        try:
            self._line.logout()
        except (imaplib.IMAP4.error, *Cut):
            self._line.shutdown()


def _instant(line: bytes) -> dt.datetime | None:
    found = _INTERNAL_DATE.search(line)
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = (part.decode() for part in found.groups())
    offset = dt.timedelta(hours=int(zone_hours), minutes=int(zone_minutes)) * (-1 if sign == "-" else 1)
    try:
        moment = dt.datetime(
            int(year), _MONTHS.index(month.title()) + 1, int(day), int(hour), int(minute), int(second), tzinfo=dt.UTC
        )
    except ValueError:
        return None
    return moment - offset


def quoted(folder: str) -> str:
    """A folder name as IMAP writes it: modified UTF-7 (RFC 3501 §5.1.3), between quotes."""
    out: list[str] = []
    for piece in re.split(r"([^\x20-\x7e]+)", folder):
        if piece and not (" " <= piece[0] <= "~"):
            out.append("&" + base64.b64encode(piece.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-")
        else:
            out.append(piece.replace("&", "&-"))
    return '"' + "".join(out).replace("\\", "\\\\").replace('"', '\\"') + '"'
