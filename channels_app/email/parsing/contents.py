"""The tree of parts → what is read (text, HTML) and what is joined."""

import re
from dataclasses import dataclass, field

from channels_app.email.parsed import Attachment, Forwarded
from channels_app.email.parsing import (
    calendars,
    forwards,
    html_text,
    limits,
    plain_text,
    protection,
    rtf,
    tnef,
    transfer,
)
from channels_app.email.parsing.attachments import attachment
from channels_app.email.parsing.structure import Budget, Part, build

_REPORTS = {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
            "text/rfc822-headers", "message/global-headers", "message/feedback-report"}  # fmt: skip
_MESSAGES = {"message/rfc822", "message/global", "message/news"}
_NO_HTML = re.compile(
    r"(does not support|ne (?:supporte|prend|g[èe]re|permet)|not display|ne peut (?:pas )?afficher).{0,80}html|"
    r"html.{0,60}(compatible|non support|not support)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class Contents:
    texts: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)  # read only when nothing else is: an RTF copy of the text
    html: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    forwards: list[Forwarded] = field(default_factory=list)
    protection: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    calendar_method: str = ""
    from_plain: bool = False  # the last text came from a text/plain part

    def join(self, name: str, content_type: str, content: bytes, *, inline: bool = False, cid: str = "") -> None:
        if len(self.attachments) >= limits.ATTACHMENTS:
            self.defects.append("too-many-attachments")
        else:
            self.attachments.append(attachment(name, content_type, content, inline=inline, cid=cid))

    def say(self, text: str, plain: bool) -> None:
        if text.strip():
            self.texts.append(text)
            self.from_plain = plain

    def add(self, other: "Contents", with_texts: bool = True) -> None:
        if with_texts:
            self.texts += other.texts
            self.from_plain = other.from_plain
        self.spare += other.spare
        self.html += other.html
        self.attachments = (self.attachments + other.attachments)[: limits.ATTACHMENTS]
        self.forwards += other.forwards
        self.protection += other.protection
        self.defects += other.defects
        self.calendar_method = self.calendar_method or other.calendar_method


@dataclass(frozen=True)
class Place:
    """Where a part stands: the budget of the mail, whether we are inside a joined message, or in a report."""

    budget: Budget
    nested: bool = False
    report: bool = False


def read(part: Part, place: Place) -> Contents:
    if part.unread:
        return _kept_whole(part)
    if part.children and part.maintype == "multipart":
        return _multipart(part, place)
    if part.content_type in _MESSAGES:
        return _message(part, place)
    return _leaf(part, place)


def _kept_whole(part: Part) -> Contents:
    contents = Contents()
    contents.join(part.filename, part.content_type, part.content())
    return contents


def _multipart(part: Part, place: Place) -> Contents:
    subtype = part.content_type.partition("/")[2]
    if subtype == "alternative":
        return _alternative(part, place)
    if subtype == "signed" and part.parameters.get("protocol", "").lower().endswith("signature"):
        kind = "pgp-signed" if "pgp" in part.parameters["protocol"].lower() else "smime-signed"
        contents = Contents(protection=[kind])
    else:
        contents = Contents(protection=["pgp-encrypted"] if subtype == "encrypted" else [])
    inside = Place(place.budget, place.nested, place.report or subtype == "report")
    for child in part.children:
        found = read(child, inside)
        contents.add(found, with_texts=not _says_again(contents, found))
    return contents


def _says_again(before: Contents, found: Contents) -> bool:
    """The HTML twin of a text, side by side where « alternative » should have been said."""
    if not (before.texts and before.from_plain and found.texts and found.html and not found.from_plain):
        return False
    return _letters(before.texts[-1])[:2000] == _letters(found.texts[0])[:2000]


def _letters(text: str) -> str:
    return "".join(c for c in text[:20_000] if c.isalnum())


def _alternative(part: Part, place: Place) -> Contents:
    """The plain text when it says what the HTML says, the HTML otherwise; what is joined to any is kept."""
    found = [read(child, place) for child in part.children]
    plain = next((one for one in found if one.texts and one.from_plain), None)
    rich = next((one for one in found if one.texts and one.html), None)
    chosen = plain or rich or next((one for one in found if one.texts), None)
    if plain and rich and plain is not rich and _is_stub("\n".join(plain.texts), "\n".join(rich.texts)):
        chosen = rich
    contents = Contents()
    for one in found:
        summary = one.calendar_method and one is not chosen and not _says(chosen, one)
        contents.add(one, with_texts=one is chosen or bool(summary))
    return contents


def _says(chosen: Contents | None, one: Contents) -> bool:
    return chosen is not None and bool(one.texts) and _letters(one.texts[0]) in _letters("".join(chosen.texts))


def _is_stub(plain: str, rich: str) -> bool:
    words = plain.strip()
    return bool(len(words) < 400 and (_NO_HTML.search(words) or len(rich) > 4 * len(words) + 200))


def _message(part: Part, place: Place) -> Contents:
    """A mail inside the mail: joined whole, its words shown under its headers, its documents beside."""
    contents = Contents()
    whole = part.content()
    inner = part.children[0] if part.children else None
    if not place.nested:  # the outermost holds those it contains
        subject = forwards.decoded_subject(inner.headers) if inner else ""
        contents.join(part.filename or f"{subject[:80]}.eml", part.content_type, whole)
    if inner is None or place.report:
        return contents
    inside = read(inner, Place(place.budget, nested=True, report=False))
    words = "\n\n".join(inside.texts)
    forwarded = forwards.of_message(inner.headers, words)
    contents.say(f"{forwards.heading(inner.headers)}\n\n{words}".strip(), plain=True)
    contents.forwards.append(forwarded)
    inside.texts = []
    inside.html = []  # the HTML of the mail is its own, not that of what it carries
    contents.add(inside, with_texts=False)
    return contents


def _leaf(part: Part, place: Place) -> Contents:
    if part.content_type in _REPORTS:
        return Contents(defects=part.defects)
    if part.content_type == "application/ms-tnef" or part.filename.lower() == "winmail.dat":
        opened = _open_tnef(part, place.budget)
        if opened is not None:
            return opened
    if part.content_type in protection.MIME_TYPES or part.filename.lower().endswith(".p7m"):
        return _smime(part, place)
    if part.content_type in {"text/calendar", "application/ics"} and part.disposition != "attachment":
        return _calendar(part)
    if _is_text(part):
        return _text(part)
    contents = Contents()
    contents.join(part.filename, part.content_type, part.content(), inline=_is_inline(part),
                  cid=part.headers.get("content-id"))  # fmt: skip
    contents.defects += part.defects
    return contents


def _is_text(part: Part) -> bool:
    readable = part.content_type in {"text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html"}
    if not readable:
        return False
    if part.depth == 0:  # the whole mail: its words, unless it is really a file
        return not (part.filename and part.disposition == "attachment")
    # Some programs name the body itself; a text named as a file is a document.
    return part.disposition != "attachment" and "." not in part.filename


def _is_inline(part: Part) -> bool:
    if part.disposition == "attachment":
        return False
    return part.maintype == "image" and (part.disposition == "inline" or part.headers.has("content-id"))


def _text(part: Part) -> Contents:
    contents = Contents()
    data = part.content()
    most = limits.HTML_BYTES if part.content_type == "text/html" else limits.TEXT_BYTES
    if len(data) > most:
        contents.join("texte-integral", part.content_type, data)
        contents.defects.append("text-too-long")
        data = data[:most]
    if part.content_type == "text/x-amp-html":
        return contents
    if part.content_type == "text/html":
        if not part.parameters.get("charset"):
            part.parameters["charset"] = html_text.declared_charset(data)
        html = part.text(data)
        text, defects = html_text.to_text(html)
        contents.html.append(html)
        contents.defects += defects
        contents.say(plain_text.readable(text), plain=False)
    else:
        contents.say(_plain(part, data, contents), plain=True)
    contents.defects += part.defects
    return contents


def _plain(part: Part, data: bytes, contents: Contents) -> str:
    text = part.text(data)
    if part.content_type != "text/plain":
        return plain_text.readable(plain_text.enriched(text))
    if part.parameters.get("format", "").lower() == "flowed":
        text = plain_text.unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    text, seen = protection.open_clear_signed(text)
    if seen:
        contents.protection.append(seen)
    text, files = transfer.take_uuencoded(text)
    for name, content in files:
        contents.join(name, "application/octet-stream", content)
    return plain_text.readable(text)


def _calendar(part: Part) -> Contents:
    contents = Contents()
    data = part.content()
    text = part.text(data[: limits.TEXT_BYTES])
    contents.calendar_method = part.parameters.get("method", "").upper() or calendars.method(text) or "PUBLISH"
    contents.say(plain_text.readable(calendars.summary(text)), plain=False)
    contents.join(part.filename, "text/calendar", data)
    contents.defects += part.defects
    return contents


def _open_tnef(part: Part, budget: Budget) -> Contents | None:
    data = part.content()
    if not tnef.is_tnef(data):
        return None
    opened = tnef.read(data)
    contents = Contents(defects=["tnef-cut"] if opened.cut else [])
    for one in opened.files:
        contents.join(one.name, one.content_type, one.content, inline=bool(one.content_id), cid=one.content_id)
    if opened.cut or not (opened.files or opened.text or opened.html):
        contents.join(part.filename or "winmail.dat", part.content_type, data)
    if opened.html:
        part.parameters["charset"] = html_text.declared_charset(opened.html)
        contents.say(plain_text.readable(html_text.to_text(part.text(opened.html))[0]), plain=False)
    elif opened.text:
        contents.say(plain_text.readable(opened.text), plain=True)
    elif opened.compressed_rtf and budget.rtf_bodies > 0:
        budget.rtf_bodies -= 1
        contents.spare.append(plain_text.readable(rtf.to_text(rtf.decompress(opened.compressed_rtf))))
    return contents


def _smime(part: Part, place: Place) -> Contents:
    contents = Contents()
    data = part.content()
    contents.join(part.filename or "smime.p7m", part.content_type, data)
    entity = protection.open_signed_data(data)
    if entity is None:
        contents.protection.append(
            "smime-encrypted" if "signed" not in part.parameters.get("smime-type", "") else "smime-signed"
        )
        return contents
    contents.protection.append("smime-signed")
    if place.budget.take() and part.depth < limits.DEPTH:
        contents.add(read(build(entity, place.budget, part.depth + 1), place))
    return contents
