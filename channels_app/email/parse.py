"""Bytes → `ParsedEmail`: pure, bounded in time and memory (parsing/limits.py), understood as far as it can be.

`parse` raises `Unparsable` for what is no mail at all, and nothing else. Nothing is decided here: who may be
answered, which request it belongs to, what is set aside is the affair of the intake.
"""

import hashlib
from itertools import chain

from channels_app.email.parsed import Address, Forwarded, ParsedEmail, Unparsable
from channels_app.email.parsing import addresses, automatic, bounces, contents, dates, forwards, limits, subjects
from channels_app.email.parsing.contents import Contents, Place
from channels_app.email.parsing.headers import Headers, decode_words, printable
from channels_app.email.parsing.html_text import tidy
from channels_app.email.parsing.structure import Budget, Part, build

__all__ = ["ParsedEmail", "Unparsable", "parse"]

_CUT = "[Texte coupé ici : le message entier est conservé.]"
_LEFT_OUT = {"too-many-parts", "too-many-attachments", "too-deep", "html-too-long", "headers-too-long"}
_REPORTS = {"delivery-status": "delivery", "disposition-notification": "reading", "feedback-report": "complaint"}
_DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


def parse(raw: bytes) -> ParsedEmail:
    """The mail as a person would read it; whatever is wrong with it is mended and named in `defects`."""
    if not raw.strip(b" \t\r\n\0"):
        raise Unparsable("il est vide")
    if len(raw) > limits.RAW_BYTES:
        raise Unparsable("il est trop gros")
    try:
        return _parse(raw)
    except Exception as error:  # a mail that defeats us is quarantined by name, it never stops the next one
        raise Unparsable(f"une erreur imprévue ({type(error).__name__})") from error


def _parse(raw: bytes) -> ParsedEmail:
    budget = Budget()
    root = build(raw, budget)
    found = contents.read(root, Place(budget))
    found.texts = found.texts or [text for text in found.spare if text.strip()]
    sender, origin = _sender(root.headers)
    subject = printable(decode_words(root.headers.get("subject")))[:2000]
    body, cut = _body(found)
    return_path = automatic.return_path(root.headers)
    every = chain(root.headers.defects, budget.defects, root.defects, found.defects, origin, cut)
    defects = tuple(dict.fromkeys(every))
    return ParsedEmail(
        message_id=addresses.message_id(_first(root.headers, "message-id")),
        in_reply_to=addresses.message_ids(root.headers.get("in-reply-to")),
        references=addresses.message_ids(root.headers.get("references")),
        sender=sender.email,
        sender_name=sender.name,
        return_path=return_path,
        reply_to=_addresses(root.headers, "reply-to"),
        to=_addresses(root.headers, "to"),
        cc=_addresses(root.headers, "cc"),
        delivered_to=_delivered_to(root.headers),
        subject=subject,
        topic=subjects.topic(subject),
        date=dates.header_date(printable(root.headers.get("date"))),
        body=body,
        html="\n".join(found.html),
        attachments=tuple(found.attachments),
        automatic=automatic.reasons(
            root.headers,
            sender=sender.email,
            subject=subject,
            return_path=return_path,
            report=_report(root),
            calendar=found.calendar_method,
        ),
        is_list=automatic.is_list(root.headers),
        own_marker=automatic.own_marker(root.headers),
        bounce=bounces.read(root, sender=sender.email, subject=subject, return_path=return_path, body=body),
        forwards=_forwards(found, subject, body),
        protection=tuple(dict.fromkeys(found.protection)),
        fingerprint=_fingerprint(root, found, defects),
        defects=defects,
    )


def _first(headers: Headers, name: str) -> str:
    """The first that says something: some gateways add an empty one above."""
    return next((value for value in headers.all(name) if value.strip()), "")


def _sender(headers: Headers) -> tuple[Address, list[str]]:
    """From; else Sender, Reply-To and Return-Path, in that order. A mail without any keeps « »."""
    named = [one for value in headers.all("from") for one in addresses.parse(value)]
    writers = [one for one in named if one.email]
    if writers:
        # RFC 5322 §3.6.2 allows several authors; the first one is answered, and nothing is proved of any.
        if len({one.email for one in writers}) > 1:
            return writers[0], ["several-senders"]
        return writers[0], [] if addresses.is_sure(headers.all("from"), writers[0].email) else ["sender-unsure"]
    name = named[0].name if named else ""
    for header in ("sender", "x-sender", "reply-to", "return-path"):
        email = addresses.first_email(headers.get(header))
        if email:
            return Address(email, name), [f"sender-from-{header}"]
    return Address("", name), ["sender-missing"]


def _addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    found = [one for value in headers.all(name)[:20] for one in addresses.parse(value)]
    return tuple(dict.fromkeys(one for one in found if one.email))[: limits.RECIPIENTS]


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    values = [value for name in _DELIVERED_TO for value in headers.all(name)[:20]]
    return tuple(dict.fromkeys(email for value in values if (email := addresses.first_email(value))))


def _body(found: Contents) -> tuple[str, list[str]]:
    body = tidy("\n\n".join(text.strip("\n") for text in found.texts))
    if len(body) <= limits.BODY_CHARACTERS:
        return body, []
    return f"{body[: limits.BODY_CHARACTERS]}\n\n{_CUT}", ["body-cut"]


def _report(root: Part) -> str:
    """What kind of report the mail is: delivery, reading (RFC 8098), complaint; « » for an ordinary mail."""
    if root.content_type != "multipart/report":
        return ""
    kind = root.parameters.get("report-type", "").strip().lower()
    return _REPORTS.get(kind, "delivery" if not kind else kind[:40])


def _forwards(found: Contents, subject: str, body: str) -> tuple[Forwarded, ...]:
    """Those joined whole, then those written in the text of the innermost; else those of the text."""
    if not found.forwards:
        return forwards.in_text(subject, body)
    joined = found.forwards[: limits.FORWARDS]
    return tuple([*joined, *forwards.in_text(joined[-1].subject, joined[-1].body)][: limits.FORWARDS])


def _fingerprint(root: Part, found: Contents, defects: tuple[str, ...]) -> str:
    """house.md §10: From, Date, Subject and body, once decoded, so that a relay that encodes anew changes nothing.

    The attachments belong to the body: two scans of one copier may differ by nothing else. Trace headers are out.
    """
    digest = hashlib.sha256()
    for name in ("from", "date", "subject"):
        digest.update(f"{name}:{printable(decode_words(root.headers.get(name)))}\n".encode("utf-8", "replace"))
    for text in found.texts:
        digest.update("\n".join(line.strip() for line in text.split("\n")).strip().encode("utf-8", "replace") + b"\0")
    for one in found.attachments:
        digest.update(f"{one.name}:{one.sha256}\n".encode("utf-8", "replace"))
    if _LEFT_OUT & {*defects}:
        digest.update(root.raw)
    return digest.hexdigest()
