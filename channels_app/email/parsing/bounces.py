"""Delivery reports: RFC 3464, and the same thing in words (Postfix, Exim, qmail, Exchange, in French too)."""

import re

from channels_app.email.parsed import Bounce, FailedRecipient
from channels_app.email.parsing import addresses, limits
from channels_app.email.parsing.headers import Headers, decode_words, printable, split
from channels_app.email.parsing.structure import Part

_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|non remis|non d[ée]livr[ée]|delivery (?:status notification|failure|report)|"
    r"mail delivery (?:failed|system|failure)|failure notice|returned mail|"
    r"[ée]chec (?:de|d['’]) ?(?:la )?(?:remise|distribution|envoi|livraison)|"
    r"message non distribu[ée]|notification d['’][ée]tat de remise|mail non livr[ée]|"
    r"delivery has failed|could not be delivered",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-?daemon|microsoftexchange[0-9a-f]*|no-?reply-dsn)@", re.IGNORECASE
)
_STATUS = re.compile(r"(?<![\d.])#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?:^|[\s(:'\"])([45]\d\d)[ -][^\n]{4,300}", re.MULTILINE)
_RECIPIENT = re.compile(r"<?([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,20})>?")
_MESSAGE_ID = re.compile(r"^[> ]{0,4}Message-ID:\s{0,10}(<[^<>\s]{3,900}>)", re.IGNORECASE | re.MULTILINE)
_COPY = re.compile(
    r"\n[->\s]{0,10}(?:original message|message d['’]origine|this is a copy|below this line|copie du message|"
    r"en-t[êe]tes? d)[^\n]*",
    re.IGNORECASE,
)
_ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}


def read(root: Part, *, sender: str, subject: str, return_path: str | None, body: str) -> Bounce | None:
    """None when the mail reports no delivery."""
    parts = list(root.walk())
    in_words = _is_told_in_words(root.headers, sender, subject, return_path)
    recipients = _reported(root) if in_words or _is_report(root, sender, return_path) else []
    if not recipients and not in_words:
        return None
    told = recipients or _in_words(root.headers, body)
    if not told:
        return None
    return Bounce(tuple(told[: limits.DSN_RECIPIENTS]), _original_message_id(parts, body))


def _is_report(root: Part, sender: str, return_path: str | None) -> bool:
    """A person who passes on the report they got is no mail server: what they write is read."""
    return root.content_type == "multipart/report" or return_path == "" or bool(_ROBOT.match(sender))


def _reported(root: Part) -> list[FailedRecipient]:
    """Of this mail; not of a report joined to it, or joined to the mail that came back."""
    waiting, found = [root], []
    while waiting:
        part = waiting.pop(0)
        if part.content_type.endswith("delivery-status"):
            found += _fields(part)
        elif part.maintype != "message":
            waiting += part.children
    return found


def _fields(part: Part) -> list[FailedRecipient]:
    """One group of fields a recipient, after the group of the message."""
    text = part.content()[:1_000_000].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found = []
    for group in re.split(rb"\n[ \t]*\n", text)[: limits.DSN_RECIPIENTS + 1]:
        headers, _ = split(group + b"\n\n")
        recipient = headers.get("final-recipient") or headers.get("original-recipient")
        if recipient:
            found.append(_recipient(headers, recipient))
    return found


def _recipient(headers: Headers, recipient: str) -> FailedRecipient:
    # « rfc822; nom@domaine », and Exchange's own kinds of address: then the original one is better.
    address = addresses.first_email(recipient.partition(";")[2] or recipient)
    if not address:
        address = addresses.first_email(headers.get("original-recipient").partition(";")[2])
    action = headers.get("action").split()[0].lower().strip(";") if headers.get("action").strip() else "failed"
    status = _STATUS.search(headers.get("status"))
    diagnostic = printable(
        decode_words(headers.get("diagnostic-code").partition(";")[2] or headers.get("diagnostic-code"))
    )
    told = _STATUS.search(diagnostic)
    return FailedRecipient(
        address=address,
        action=action if action in _ACTIONS else "failed",
        status=status.group(1) if status else told.group(1) if told else "",
        diagnostic=diagnostic[:500],
    )


def _is_told_in_words(headers: Headers, sender: str, subject: str, return_path: str | None) -> bool:
    robot = bool(_ROBOT.match(sender)) or return_path == "" or headers.has("x-failed-recipients")
    return robot and (headers.has("x-failed-recipients") or bool(_SUBJECT.search(subject)))


def _in_words(headers: Headers, body: str) -> list[FailedRecipient]:
    """Before the copy of the mail, the addresses that are named; the first status and reply code are theirs."""
    told = _COPY.split(body[:50_000], maxsplit=1)[0]
    named = [one.email for one in addresses.parse(headers.get("x-failed-recipients")) if one.email]
    if not named:
        named = [one.lower() for one in _RECIPIENT.findall(told[:10_000]) if not _ROBOT.match(one)]
    status, code = _STATUS.search(told), _CODE.search(told)
    diagnostic = printable(code.group(0))[:500] if code else ""
    number = status.group(1) if status else f"{code.group(1)[0]}.0.0" if code else ""
    action = (
        "delayed"
        if re.search(r"\b(?:delayed|warning|retard[ée])\b", told, re.IGNORECASE) and number[:1] != "5"
        else "failed"
    )
    return [FailedRecipient(one, action, number, diagnostic) for one in list(dict.fromkeys(named))[:10]]


def _original_message_id(parts: list[Part], body: str) -> str:
    """From the copy of the mail, whole or headers only, joined or quoted in the text."""
    for part in parts[1:]:
        if part.content_type in {"text/rfc822-headers", "message/global-headers"}:
            headers, _ = split(part.content())
        elif part.content_type in {"message/rfc822", "message/global"} and part.children:
            headers = part.children[0].headers
        else:
            continue
        if found := addresses.message_id(headers.get("message-id")):
            return found
    quoted = _MESSAGE_ID.search(body)
    return quoted.group(1) if quoted else ""
