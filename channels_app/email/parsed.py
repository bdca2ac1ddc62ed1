"""What a mail says, once understood: plain values, no database."""

from dataclasses import dataclass, field
from datetime import date, datetime


class Unparsable(ValueError):
    """Nothing can be read in these bytes (empty, or too big to be a mail): they are kept whole in quarantine."""


@dataclass(frozen=True)
class Address:
    """`email` in lower case, « » when the header held a name only."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Attachment:
    name: str  # harmless, with an extension: the manners of files.rules.names
    content_type: str  # as declared, lower case; the content is judged by `files`
    content: bytes = field(repr=False)
    sha256: str
    size: int
    inline: bool = False  # shown in the text by its program (a signature's logo, a pasted picture)
    content_id: str = ""


@dataclass(frozen=True)
class FailedRecipient:
    address: str
    action: str = "failed"  # failed | delayed | delivered | relayed | expanded (RFC 3464 §2.3.3)
    status: str = ""  # RFC 3463: « 5.1.1 »
    diagnostic: str = ""


@dataclass(frozen=True)
class Bounce:
    """A delivery report (RFC 3464), or the same thing said in words by a program that does not know the format."""

    recipients: tuple[FailedRecipient, ...]
    original_message_id: str = ""

    @property
    def failed(self) -> tuple[FailedRecipient, ...]:
        return tuple(one for one in self.recipients if one.action == "failed")

    @property
    def is_permanent(self) -> bool:
        return any(not one.status.startswith("4") for one in self.failed)


@dataclass(frozen=True)
class Forwarded:
    """A mail inside the mail: who wrote it first, as its header block says."""

    sender: str
    sender_name: str = ""
    subject: str = ""
    sent: str = ""  # the date as written
    sent_on: date | None = None
    body: str = ""  # what follows the block
    message_id: str = ""  # known only when the mail was attached whole


@dataclass(frozen=True)
class ParsedEmail:
    message_id: str  # « <…@…> », « » when absent
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: str
    sender_name: str
    return_path: str | None  # « » is the null return path; None when no trace header says it
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    subject: str  # decoded, on one line
    topic: str  # the subject without Re:, Tr:, [EXTERNE]…
    date: datetime | None  # aware; what the sender's clock said, never a legal date
    body: str  # readable plain text, whole, quotes included
    html: str = field(repr=False)  # as received: sanitise before showing
    attachments: tuple[Attachment, ...]
    automatic: tuple[str, ...]  # why nothing may answer this mail by itself; empty when a person wrote it
    is_list: bool
    own_marker: str  # value of our X-GRC header: a mail of ours that came back
    bounce: Bounce | None
    forwards: tuple[Forwarded, ...]  # outermost first
    protection: tuple[str, ...]  # smime-signed, smime-encrypted, pgp-signed, pgp-encrypted: seen, never checked here
    fingerprint: str  # sha256 of From, Date, Subject and body, attachments included
    defects: tuple[str, ...]  # codes of what was repaired or left out

    @property
    def is_automatic(self) -> bool:
        return bool(self.automatic)

    @property
    def sure_sender(self) -> str:
        """The sender where From names one address and every program reads the same; « » otherwise. The only one that
        opens anything: a request, a note, the right to pass on somebody’s mail."""
        crooked = any(defect.startswith(("sender-", "several-senders")) for defect in self.defects)
        return "" if crooked else self.sender

    @property
    def is_bounce(self) -> bool:
        return self.bounce is not None and bool(self.bounce.failed)

    @property
    def forwarded(self) -> Forwarded | None:
        return self.forwards[0] if self.forwards else None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address the mail was sent to, once each, in the order of To, Cc, Delivered-To."""
        named = (one.email for one in (*self.to, *self.cc) if one.email)
        return tuple(dict.fromkeys((*named, *self.delivered_to)))
