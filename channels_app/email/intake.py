"""What a mail is for the town: pure. The table of contents of the e-mail door (house.md §7, step 4).

A mail joins a request only when it names one of our own messages (an identifier nobody can guess) **and** comes from
an address this request was written with; a number quoted by somebody else opens a new request, « peut-être lié à ».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from channels_app.email.parsed import Address, ParsedEmail

# Said by machines that answer, or that speak to many: never a request.
_ANSWERS = (
    "auto-submitted:auto-replied", "auto-submitted:auto-notified", "precedence:", "report:", "list", "robot-sender",
    "subject-absence", "subject-receipt", "calendar-reply", "null-return-path", "header:x-autoreply",
    "header:x-autorespond", "header:x-autoresponder", "header:x-auto-reply", "header:x-mail-autoreply",
    "header:x-vacation", "header:x-away", "header:x-mailer", "header:x-cron-env",
)  # fmt: skip
_SILENT_SENDER = re.compile(
    r"^(?:no|ne|non|do[-_.]?not|nepas)[-_.]?(?:pas[-_.]?)?(?:reply|repondre|repond)(?![a-z])", re.IGNORECASE
)


# Programs that write for the person who filled a form in, and say who in Reply-To.
_FORMS = re.compile(r"^(?:wordpress|www-data|apache|nobody|webmaster|website|site|formulaires?|forms?|contact-?form)@")


class Move(StrEnum):
    """What is done with the mail."""

    NEW = "new"
    MESSAGE = "message"
    NOTE = "note"
    BOUNCE = "bounce"
    SET_ASIDE = "set_aside"


class Why(StrEnum):
    """Codes of the reason; the French sentences are in ``operations.settling``."""

    FIRST = "first"
    REPLY = "reply"
    ENDED = "ended"
    OTHER_SENDER = "other-sender"
    QUOTES_NUMBER = "quotes-number"
    AGENT = "agent"
    BOUNCED = "bounced"
    REPORT = "report"
    AUTOMATIC = "automatic"
    LIST = "list"
    OURS = "ours"


@dataclass(frozen=True)
class Thread:
    """The request that one of our messages, named by the mail, was about.

    ``parties`` are the addresses the request was written with. ``internal``: that message was for agents only;
    ``agent_id`` is the agent it may be answered by, when the mail comes from one who may; ``note_id`` the note that
    message told them of.
    """

    request_id: int
    parties: frozenset[str]
    takes_answers: bool
    internal: bool = False
    agent_id: int | None = None
    note_id: int | None = None


@dataclass(frozen=True)
class Facts:
    """What the database knows of this mail."""

    own_addresses: frozenset[str] = frozenset()
    sender_is_staff: bool = False
    is_our_message: bool = False
    is_past: bool = False
    seizes: bool = True
    thread: Thread | None = None
    quoted_request_id: int | None = None
    # The sender’s last two mails of the day already answered our receipts by quoting them: two machines are talking.
    echoes: bool = False


@dataclass(frozen=True)
class Verdict:
    """``acknowledge``: a receipt may leave. ``seizes`` is False where the answer points to the right doors (L112-9)."""

    move: Move
    why: Why
    author: Address
    request_id: int | None = None
    related_id: int | None = None
    agent_id: int | None = None
    note_id: int | None = None
    acknowledge: bool = False
    seizes: bool = True


def author_of(parsed: ParsedEmail, *, sender_is_staff: bool, own_addresses: frozenset[str] = frozenset()) -> Address:
    """Who writes to the town: when an agent forwards a mail, the person who wrote it first; when a form does, the one
    it says to answer."""
    if sender_is_staff and parsed.forwarded and (parsed.forwarded.sender or parsed.forwarded.sender_name):
        return Address(parsed.forwarded.sender, parsed.forwarded.sender_name)
    named = [one for one in parsed.reply_to if one.email not in own_addresses and not _is_machine(one.email)]
    if len(named) == 1 and (_is_machine(parsed.sender) or parsed.sender in own_addresses):
        return named[0]
    return Address(parsed.sender, parsed.sender_name)


def _is_machine(email: str) -> bool:
    return bool(_SILENT_SENDER.match(email) or _FORMS.match(email))


def decide(parsed: ParsedEmail, facts: Facts) -> Verdict:
    """The one decision on a mail."""
    author = author_of(parsed, sender_is_staff=facts.sender_is_staff, own_addresses=facts.own_addresses)
    thread_id = facts.thread.request_id if facts.thread else None
    if facts.is_our_message:
        return Verdict(Move.SET_ASIDE, Why.OURS, author)
    if parsed.is_bounce:
        return Verdict(Move.BOUNCE, Why.BOUNCED, author)
    if parsed.bounce is not None:
        return Verdict(Move.SET_ASIDE, Why.REPORT, author)
    if parsed.is_list:
        return Verdict(Move.SET_ASIDE, Why.LIST, author)
    if _answers_by_itself(parsed, facts):
        return Verdict(Move.SET_ASIDE, Why.AUTOMATIC, author, related_id=thread_id)
    if facts.thread is not None:
        return _in_thread(parsed, facts, facts.thread, author)
    if facts.quoted_request_id:
        return _new(parsed, facts, author, Why.QUOTES_NUMBER, facts.quoted_request_id)
    return _new(parsed, facts, author, Why.FIRST)


def _answers_by_itself(parsed: ParsedEmail, facts: Facts) -> bool:
    """A contact form is automatic too, and is a request: what answers something is not. Another town with this very
    software marks its mails as we do: its notices answer nothing here, and what one of its agents writes is read."""
    if any(reason.startswith(_ANSWERS) for reason in parsed.automatic):
        return True
    if parsed.own_marker and any(reason.startswith("auto-submitted:") for reason in parsed.automatic):
        return True
    only_marked = parsed.automatic == ("own-mail",)
    return parsed.is_automatic and not only_marked and (facts.thread is not None or bool(parsed.in_reply_to))


def _in_thread(parsed: ParsedEmail, facts: Facts, thread: Thread, author: Address) -> Verdict:
    if thread.internal and thread.agent_id is not None:
        return Verdict(
            Move.NOTE,
            Why.AGENT,
            author,
            request_id=thread.request_id,
            agent_id=thread.agent_id,
            note_id=thread.note_id,
        )
    # Who forwards proves nothing of who wrote first: only the sender of this mail counts.
    if thread.internal or not parsed.sure_sender or parsed.sure_sender not in thread.parties:
        return _new(parsed, facts, author, Why.OTHER_SENDER, thread.request_id)
    if not thread.takes_answers:
        return _new(parsed, facts, author, Why.ENDED, thread.request_id)
    return Verdict(Move.MESSAGE, Why.REPLY, author, request_id=thread.request_id)


def _new(parsed: ParsedEmail, facts: Facts, author: Address, why: Why, related_id: int | None = None) -> Verdict:
    return Verdict(
        Move.NEW,
        why,
        author,
        related_id=related_id,
        acknowledge=_may_be_answered(parsed, facts, author),
        seizes=facts.seizes,
    )


def _may_be_answered(parsed: ParsedEmail, facts: Facts, author: Address) -> bool:
    """Nothing automatic answers a machine, a mailbox of ours, or the past: no loop can start."""
    if parsed.is_automatic or facts.is_past or facts.echoes or not author.email:
        return False
    return author.email not in facts.own_addresses and not _SILENT_SENDER.match(author.email)
