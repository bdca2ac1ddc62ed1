"""Who wrote first, when a mail passes another one on: the header blocks that programs write, in French and English.

Outlook, Exchange and its web face, Gmail, Thunderbird, Apple Mail, Orange, Free and other Zimbra, La Poste, SFR,
Roundcube, Yahoo, Samsung: each has its own marker, labels and order; none is trusted to keep them.
"""

import re
from dataclasses import dataclass, field

from channels_app.email.parsed import Forwarded
from channels_app.email.parsing import addresses, dates, limits, subjects
from channels_app.email.parsing.headers import Headers, decode_words, printable

_LABELS = {
    "from": r"de|from|von|exp[ée]diteur|de la part de",
    "date": r"date|date d['’]envoi|envoy[ée]|envoy[ée] le|sent|message du|gesendet|re[çc]u le",
    "to": r"[àa]|to|pour|an|destinataires?|envoy[ée] [àa]",
    "cc": r"cc|cci|bcc|copies?|copies? [àa]|copie cach[ée]e [àa]?",
    "subject": r"objet|sujet|subject|obj\.?|betreff",
    "other": r"r[ée]pondre [àa]|reply-to|importance|pi[èe]ces? jointes?|organisation|priorit[ée]",
}
_LABEL = re.compile(
    r"^[>|\s]{0,20}[*_]{0,3}(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items())
    + r")\s?[*_]{0,3}\s?:(?!//)[*_]{0,3}[\s|]*(?P<value>.*)$",
    re.IGNORECASE,
)
# « Message du 03/03/26 09:12 » of Orange, La Poste and SFR has no colon.
_MESSAGE_OF = re.compile(r"^[>|\s]{0,20}message du\s?:?\s*(?P<value>\d.*)$", re.IGNORECASE)
_MARKER = re.compile(
    r"forwarded message|message (?:transf[ée]r[ée]|transmis|r[ée]exp[ée]di[ée])|mail transf[ée]r[ée]|"
    r"d[ée]but du (?:message|courriel|mail)|courriel transf[ée]r[ée]|transfert de message|e-?mail transf[ée]r[ée]",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^[>\s]{0,10}(?:le|on)\s(?P<sent>[^\n<]{6,120}?)(?:,|\sà\s\d\d[:h]\d\d,?)?\s(?P<from>[^\n,<]{0,100}<\s?[^<>\s]{3,200}@[^<>\s]{3,200}>)"
    r"\s{0,3}(?:a\s[ée]crit|wrote)\s?:",
    re.IGNORECASE | re.MULTILINE,
)
_LINES, _LINE = 30_000, 1_000
_LONGEST_BLOCK, _TRIES = 40, 1_000


@dataclass
class _Block:
    start: int
    end: int = 0
    values: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return {"from", "date", "to", "subject"} <= self.values.keys()

    @property
    def is_block(self) -> bool:
        return "from" in self.values and len({"date", "to", "subject"} & self.values.keys()) >= 2


def decoded_subject(headers: Headers) -> str:
    return printable(decode_words(headers.get("subject")))[:1000]


def of_message(headers: Headers, body: str) -> Forwarded:
    """From the headers of a mail that was joined whole."""
    sender = next(iter(addresses.parse(headers.get("from"))), None)
    sent = printable(headers.get("date"))
    moment = dates.header_date(sent)
    return Forwarded(
        sender=sender.email if sender else "",
        sender_name=sender.name if sender else "",
        subject=decoded_subject(headers),
        sent=sent,
        sent_on=moment.date() if moment else dates.day(sent),
        body=body,
        message_id=addresses.message_id(headers.get("message-id")),
    )


def heading(headers: Headers) -> str:
    """The few lines that announce, in the text, a mail that was joined whole."""
    lines = [("De", "from"), ("Date", "date"), ("À", "to"), ("Objet", "subject")]
    shown = [(label, printable(decode_words(headers.get(name)))[:300]) for label, name in lines]
    return "\n".join(
        ["---------- Message joint ----------", *(f"{label} : {value}" for label, value in shown if value)]
    )


def in_text(subject: str, body: str) -> tuple[Forwarded, ...]:
    """The mails passed on inside `body`, outermost first; none when the mail is an ordinary answer.

    The same block stands above the quote of an answer: it is a forward when a marker says so, or the subject does.
    """
    lines = [line[:_LINE] for line in body.split("\n", _LINES)[:_LINES]]
    blocks = _blocks(lines)
    passed_on = subjects.is_forward(subject)
    if not blocks:
        return _by_phrase(body) if passed_on else ()
    if not passed_on and not _is_marked(lines, blocks[0]):
        return ()
    return tuple(_forwarded(lines, block) for block in blocks)


def _blocks(lines: list[str]) -> list[_Block]:
    found: list[_Block] = []
    index = tries = 0
    while index < len(lines) and len(found) < limits.FORWARDS and tries < _TRIES:
        block = _block_at(lines, index) if _label(lines[index]) else None
        if block is not None and block.is_block:
            found.append(block)
            index = block.end
        else:
            index += 1
            tries += block is not None
    return found


def _label(line: str) -> tuple[str, str] | None:
    found = _LABEL.match(line)
    if found:
        key = next(key for key in _LABELS if found.group(key))
        return key, found.group("value").strip(" |\t*")
    dated = _MESSAGE_OF.match(line)
    return ("date", dated.group("value").strip()) if dated else None


def _block_at(lines: list[str], start: int) -> _Block:
    block = _Block(start, start)
    index, key = start, ""
    while index < min(len(lines), start + _LONGEST_BLOCK):
        label = _label(lines[index])
        if label and (label[0] not in block.values or label[0] in {"cc", "other"}):
            key = label[0]
            block.values.setdefault(key, label[1])
        elif label or not _goes_on(lines, index, block):
            break
        elif key and (more := lines[index].strip(" >|\t*")):
            block.values[key] = f"{block.values[key]} {more}".strip()
        index += 1
        block.end = index
    return block


def _goes_on(lines: list[str], index: int, block: _Block) -> bool:
    """A line without label stands inside a block when a label that is still missing comes soon."""
    blank_before = False
    for line in lines[index : index + 9]:
        label = _label(line)
        if label:
            return label[0] not in block.values
        if not line.strip(" >|\t*"):
            if blank_before or block.is_whole:
                return False
            blank_before = True
    return False


def _is_marked(lines: list[str], block: _Block) -> bool:
    before = [line for line in lines[max(block.start - 8, 0) : block.start] if line.strip(" >|\t")]
    return any(_MARKER.search(line) for line in before[-3:])


def _forwarded(lines: list[str], block: _Block) -> Forwarded:
    written = block.values["from"]
    found = addresses.parse(written)
    sender = next((one for one in found if one.email), found[0] if found else None)
    after = lines[block.end :]
    if lines[block.start].lstrip().startswith(">"):
        after = [re.sub(r"^\s{0,3}> ?", "", line) for line in after]
    sent = printable(block.values.get("date", ""))[:200]
    return Forwarded(
        sender=sender.email if sender else "",
        sender_name=sender.name if sender else "",
        subject=printable(block.values.get("subject", ""))[:1000],
        sent=sent,
        sent_on=dates.day(sent),
        body="\n".join(after).strip("\n"),
    )


def _by_phrase(body: str) -> tuple[Forwarded, ...]:
    """« Le 3 mars 2026 à 09:12, Jeanne Martin <…> a écrit : », under a subject that says it is passed on."""
    found = _WROTE.search(re.sub(r"\n[> ]*+(?=\S{0,200}<?\S{1,200}@|a écrit|wrote)", " ", body[:20_000]))
    if not found:
        return ()
    sender = next(iter(addresses.parse(found.group("from"))), None)
    if sender is None or not sender.email:
        return ()
    rest = body[body.find("écrit") :].partition("\n")[2]
    words = "\n".join(re.sub(r"^> ?", "", line) for line in rest.split("\n"))
    sent = found.group("sent").strip()
    return (Forwarded(sender.email, sender.name, "", sent, dates.day(sent), words.strip("\n")),)
