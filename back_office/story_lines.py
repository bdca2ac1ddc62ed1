"""The story and the documents of a request, ready to print for agents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.actor import Actor
from files.enums import ScanState
from files.models import StoredFile
from files.querysets import previews_of
from files.reading import is_readable, state_sentence, warning
from messaging.enums import DispatchState
from requests_app import protected, reading
from requests_app.enums import Kind
from requests_app.models import ServiceRequest
from requests_app.reading import StoryItem
from requests_app.reading.story import NOTE, PERSON, TOWN
from requests_app.rules import hiding

from . import quoted, words

ICONS = {
    Kind.ROUTED: "route",
    Kind.REROUTED: "corner-up-right",
    Kind.TAKEN: "user-check",
    Kind.ASSIGNED: "users",
    Kind.CLOSED: "archive",
    Kind.REOPENED: "rotate-ccw",
    Kind.WITHDRAWN: "undo-2",
    Kind.NOTIFIED: "eye",
    Kind.LINKED: "link",
    Kind.UNLINKED: "unlink",
    Kind.SPLIT: "split",
    Kind.SPLIT_FROM: "split",
    Kind.SPLIT_UNDONE: "undo-2",
    Kind.MERGED: "merge",
    Kind.MERGED_IN: "merge",
    Kind.UNMERGED: "undo-2",
    Kind.UNMERGED_FROM: "undo-2",
    Kind.TRANSMITTED: "forward",
    Kind.WAITING: "hourglass",
    Kind.RESUMED: "play",
    Kind.ACK_TO_PRINT: "printer",
    Kind.ACK_FAILED: "triangle-alert",
    Kind.SENDING_FAILED: "triangle-alert",
}
SCAN_ICONS = {
    ScanState.PENDING: ("loader", "soft", gettext_lazy("Analyse en cours")),
    ScanState.CLEAN: ("shield-check", "ok", gettext_lazy("Sain")),
    ScanState.INFECTED: ("shield-alert", "bad", gettext_lazy("Infecté, détruit")),
    ScanState.UNSCANNED: ("shield-alert", "warn", gettext_lazy("Non analysé")),
    ScanState.REFUSED: ("shield-alert", "bad", gettext_lazy("Bloqué par l’antivirus")),
}
BROKEN = ("image-off", "bad", gettext_lazy("Photo abîmée"))
FATES = {
    DispatchState.SENT: ("check-check", "ok", gettext_lazy("remis")),
    DispatchState.FAILED: ("triangle-alert", "bad", gettext_lazy("envoi en échec")),
    DispatchState.BOUNCED: ("triangle-alert", "bad", gettext_lazy("revenu, adresse à vérifier")),
    DispatchState.HELD: ("printer", "warn", gettext_lazy("à imprimer")),
}


@dataclass(frozen=True)
class Document:
    """``url`` is empty while the file does not open; ``sentence`` says why, or warns."""

    name: str
    url: str
    preview_url: str
    icon: str
    state: str
    state_icon: str
    state_label: str
    tone: str
    detail: str
    sentence: str
    # The pages of a letter, with the address of who wrote it.
    bound: bool = False


@dataclass(frozen=True)
class Block:
    label: str
    text: str


@dataclass(frozen=True)
class Line:
    """``form``: event (one grey line), out (from the town), in (from the person), note, decision."""

    form: str
    icon: str
    moment: str
    label: str
    who: str
    initials: str = ""
    mine: bool = False
    text: str = ""
    history: str = ""
    detail: str = ""
    fate: str = ""
    fate_icon: str = ""
    fate_tone: str = ""
    blocks: list[Block] = field(default_factory=list)
    files: list[Document] = field(default_factory=list)


def lines(service_request: ServiceRequest, my_name: str) -> list[Line]:
    return [_line(item, service_request, my_name) for item in reading.story(service_request, reading.AGENT)]


def discreet(service_request: ServiceRequest, my_name: str, by: Actor) -> list[Line]:
    """The same lines, without the streets of a protected address in what was written."""
    told = lines(service_request, my_name)
    if not protected.hides_address(service_request, by):
        return told
    hidden, instead = protected.own_addresses_of(service_request), protected.label()

    def shown(text: str) -> str:
        return hiding.without(text, hidden, instead)

    return [
        replace(
            line,
            text=shown(line.text),
            history=shown(line.history),
            detail=shown(line.detail),
            blocks=[Block(block.label, shown(block.text)) for block in line.blocks],
            files=[closed(one) for one in line.files],
        )
        for line in told
    ]


def _line(item: StoryItem, service_request: ServiceRequest, my_name: str) -> Line:
    form = _form(item)
    icon, tone, fate = _fate(item)
    # What comes from a mail drags along what it answers: folded, never cut.
    fresh, history = quoted.split(item.text) if form in ("in", "note") else (item.text, "")
    return Line(
        form=form,
        icon=_icon(item.kind, service_request),
        moment=words.full_moment(item.at),
        label=item.title if form in ("event", "decision") else _heading(item),
        who=item.author,
        initials=item.initials or "?",
        mine=bool(item.author) and item.author == my_name,
        text=fresh,
        history=history,
        fate=fate,
        fate_icon=icon,
        fate_tone=tone,
        blocks=_blocks(item) if form == "decision" else [],
        files=[document(stored, None) for stored in item.files],
    )


def _form(item: StoryItem) -> str:
    if item.side == NOTE:
        return "note"
    if item.kind == Kind.DECIDED:
        return "decision"
    return {TOWN: "out", PERSON: "in"}.get(item.side, "event")


def _heading(item: StoryItem) -> str:
    """What is particular to this turn; a plain reply needs no title."""
    if item.asks:
        return _("question, sans réponse à ce jour")
    if item.kind in (Kind.CLOSED, Kind.REOPENED):
        return item.title
    return _("question") if item.kind == Kind.ASKED else ""


def _icon(kind: Kind, service_request: ServiceRequest) -> str:
    if kind == Kind.REGISTERED:
        return words.icon_of(service_request.channel)
    return ICONS.get(kind, "clock" if kind.value.startswith(("alert", "implied")) else "mail")


def _fate(item: StoryItem) -> tuple[str, str, str]:
    if not item.fate_state:
        return "", "", ""
    known = FATES.get(DispatchState(item.fate_state))
    return (known[0], known[1], str(known[2])) if known else ("clock", "soft", item.fate)


def _blocks(item: StoryItem) -> list[Block]:
    decision = item.decision
    if decision is None:
        return []
    pairs = ((_("Motif en droit"), decision.grounds_law), (_("Motif en fait"), decision.grounds_fact))
    return [Block(label, text) for label, text in pairs if text]


def documents(service_request: ServiceRequest, by: Actor) -> list[Document]:
    """Every file of the request, with its preview when there is one: two queries whatever their number."""
    found = reading.documents(service_request)
    previews = previews_of(found)
    told = [document(stored, previews.get(stored.pk)) for stored in found]
    if not protected.hides_address(service_request, by):
        return told
    return [closed(one) for one in told]


def closed(told: Document) -> Document:
    """Named, and opened by the agents named for the address that is on it."""
    if not told.bound:
        return told
    return replace(
        told,
        url="",
        preview_url="",
        state_icon="eye-off",
        state_label=protected.label(),
        tone="warn",
        detail=_("pour les agents nommés"),
        sentence=protected.why_file_is_hidden(),
    )


def document(stored: StoredFile, preview: StoredFile | None) -> Document:
    icon, tone, label = BROKEN if stored.broken else SCAN_ICONS[ScanState(stored.scan_state)]
    readable = is_readable(stored)
    return Document(
        name=stored.name,
        url=reverse("back_office:file", args=[stored.public_id]) if readable else "",
        preview_url=reverse("back_office:preview", args=[stored.public_id]) if readable and preview else "",
        icon="image" if stored.is_image else "file-text",
        state=stored.scan_state,
        state_icon=icon,
        state_label=str(label),
        tone=tone,
        detail=words.size(stored.size),
        sentence=state_sentence(stored) or warning(stored),
        bound=protected.is_bound_letter(stored),
    )
