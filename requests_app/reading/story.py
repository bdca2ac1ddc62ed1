"""The story, told to the person in plain sentences and to agents whole, notes included; a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _, gettext_lazy as lazy

from accounts.models import User
from core.actor import ActorKind
from core.enums import Channel
from files.enums import OwnerKind
from files.models import StoredFile
from messaging.enums import DispatchState
from organisation.models import Service
from requests_app.all_files import documents
from requests_app.enums import Kind, Outcome
from requests_app.models import Decision, Message, ServiceRequest, TimelineEntry
from requests_app.reading import filed_by

__all__ = ["AGENT", "NOTE", "PERSON", "SYSTEM", "TOWN", "StoryItem", "documents", "story"]
PERSON, AGENT = "person", "agent"
TOWN, SYSTEM, NOTE = "town", "system", "note"


@dataclass(frozen=True)
class StoryItem:
    """``side``: town (tinted), person (white), note (amber, never sent), system (one grey line).

    ``title`` is the sentence; ``text`` the words said, when there are some. ``fate`` is what became of the sending.
    """

    kind: Kind
    at: dt.datetime
    on: dt.date
    side: str
    title: str
    text: str = ""
    author: str = ""
    author_detail: str = ""
    initials: str = ""
    fate: str = ""
    fate_state: str = ""
    asks: bool = False
    message: Message | None = None
    decision: Decision | None = None
    files: list[StoredFile] = field(default_factory=list)


@dataclass(frozen=True)
class _Pages:
    """Everything the entries refer to, read once."""

    users: dict[int, User]
    services: dict[int, str]
    files: dict[tuple[str, int], list[StoredFile]]


def story(service_request: ServiceRequest, audience: str = PERSON) -> list[StoryItem]:
    """Oldest first. The person’s has no note, no assignment, no alert, and no name of a colleague who only read."""
    told = service_request.timeline.select_related("message", "note__author", "decision")
    # Of the envelope its fate alone: its texts and values, fifty times, would weigh more than the story.
    entries: list[Any] = list(told.annotate(fate=F("message__dispatch__state")).order_by("occurred_at", "pk"))
    entries = _told(entries) if audience == PERSON else [one for one in entries if not one.data.get("veiled")]
    pages = _pages(service_request, entries, filed_by.typist_id(service_request) if audience != PERSON else None)
    tell = _for_person if audience == PERSON else _for_agent
    return [tell(service_request, entry, pages) for entry in entries]


def _told(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """What the person sees; that work began is said once, whoever takes it up again."""
    told, begun = [], False
    for entry in entries:
        if not entry.visible_to_citizen or (entry.kind == Kind.TAKEN and begun):
            continue
        begun = begun or entry.kind == Kind.TAKEN
        told.append(entry)
    return told


def _pages(service_request: ServiceRequest, entries: list[TimelineEntry], typist_id: int | None = None) -> _Pages:
    users = {typist_id} if typist_id else set()
    users |= {int(e.actor_ref) for e in entries if e.actor_kind == ActorKind.AGENT and e.actor_ref}
    users |= {e.data[key] for e in entries for key in ("user", "instead_of", "handed_from") if e.data.get(key)}
    services = {e.data[key] for e in entries for key in ("service", "from") if e.data.get(key)}
    files: dict[tuple[str, int], list[StoredFile]] = defaultdict(list)
    for stored in documents(service_request) if any(e.message_id or e.decision_id for e in entries) else ():
        files[(stored.owner_kind, stored.owner_id or 0)].append(stored)
    return _Pages(
        users=_users(service_request, entries, users), services=_services(service_request, services), files=files
    )


def _users(service_request: ServiceRequest, entries: list[TimelineEntry], wanted: set[int]) -> dict[int, User]:
    """Most often those whom the request and its notes already brought: no query then."""
    known = {entry.note.author_id: entry.note.author for entry in entries if entry.note}
    if service_request.assigned_to:
        known[service_request.assigned_to.pk] = service_request.assigned_to
    missing = wanted - known.keys()
    return known | {user.pk: user for user in User.objects.filter(pk__in=missing)} if missing else known


def _services(service_request: ServiceRequest, wanted: set[int]) -> dict[int, str]:
    known = {service_request.service_id: service_request.service.name}
    missing = wanted - known.keys()
    return known | dict(Service.objects.filter(pk__in=missing).values_list("pk", "name")) if missing else known


def _files(entry: TimelineEntry, pages: _Pages) -> list[StoredFile]:
    if entry.message_id:
        return pages.files.get((OwnerKind.MESSAGE, entry.message_id), [])
    if entry.decision_id and entry.kind == Kind.DECIDED:
        return pages.files.get((OwnerKind.DECISION, entry.decision_id), [])
    return []


# -- told to the person ---------------------------------------------------------------------------------------------

_TO_THE_PERSON = {
    Kind.QUALIFIED: lazy("Votre message est enregistré comme une demande. Le service %(service)s la traite."),
    Kind.TAKEN: lazy("Le service %(service)s a commencé l’étude de votre demande."),
    Kind.REPLIED: lazy("Le service %(service)s vous a répondu."),
    Kind.ASKED: lazy("Le service %(service)s vous pose une question."),
    Kind.ANSWERED: lazy("Vous avez écrit au service."),
    Kind.CLOSED: lazy("Le service %(service)s a terminé votre demande."),
    Kind.REOPENED: lazy("Votre demande est rouverte."),
    Kind.WITHDRAWN: lazy("Vous avez annulé cette demande."),
    Kind.SPLIT: lazy("Votre courrier contenait plusieurs demandes : chacune a maintenant son numéro."),
    Kind.SPLIT_FROM: lazy("Cette demande vient d’un courrier qui en contenait plusieurs."),
    Kind.SPLIT_UNDONE: lazy("Les demandes tirées de votre courrier sont de nouveau suivies ensemble."),
    Kind.MERGED: lazy("Cette demande est réunie à une autre, sur la même affaire."),
    Kind.MERGED_IN: lazy("Une autre de vos demandes, sur la même affaire, est réunie à celle-ci."),
    Kind.UNMERGED: lazy("Cette demande est de nouveau suivie à part."),
    Kind.UNMERGED_FROM: lazy("L’autre demande est de nouveau suivie à part."),
    Kind.TRANSMITTED: lazy("Votre demande relève d’une autre administration : nous la lui avons transmise."),
    Kind.WAITING: lazy("Le service attend l’avis d’un autre service ou d’un partenaire."),
    Kind.RESUMED: lazy("Le service reprend l’étude de votre demande."),
    Kind.IMPLIED_REJECTION: lazy(
        "Sans réponse du service à cette date, la demande est considérée comme refusée. "
        "Vous pouvez demander les motifs."
    ),
    Kind.IMPLIED_ACCEPTANCE: lazy(
        "Sans réponse du service à cette date, la demande est considérée comme acceptée. "
        "Vous pouvez demander une attestation."
    ),
}
_OUTCOMES = {
    Outcome.GRANTED: lazy("Votre demande est accordée."),
    Outcome.REFUSED: lazy("Votre demande est refusée."),
    Outcome.PARTLY: lazy("Votre demande est accordée en partie."),
}
_WAYS_IN = {
    Channel.WEB: lazy("Vous avez envoyé la demande."),
    Channel.PHONE: lazy("Vous avez fait la demande par téléphone."),
    Channel.COUNTER: lazy("Vous avez fait la demande au guichet."),
    Channel.POST: lazy("Votre courrier est arrivé."),
    Channel.EMAIL: lazy("Votre courriel est arrivé."),
    Channel.API: lazy("La demande est arrivée par un service partenaire."),
}


def _for_person(service_request: ServiceRequest, entry: TimelineEntry, pages: _Pages) -> StoryItem:
    message, decision = entry.message, entry.decision
    side = SYSTEM
    if message is not None:
        side = PERSON if entry.kind == Kind.ANSWERED else TOWN
    elif decision is not None:
        side = TOWN
    return StoryItem(
        kind=Kind(entry.kind),
        at=entry.occurred_at,
        on=entry.effective_on,
        side=side,
        title=_sentence(service_request, entry),
        text=_words(entry),
        author=_signed(entry),
        author_detail=message.author_detail if message else "",
        asks=bool(message and message.asks and message.answered_at is None),
        message=message,
        decision=decision,
        files=_files(entry, pages),
    )


def _sentence(service_request: ServiceRequest, entry: TimelineEntry) -> str:
    kind = Kind(entry.kind)
    if kind == Kind.REGISTERED:
        said = filed_by.for_person(service_request) if service_request.filed_by_id else ""
        return said or str(_WAYS_IN[Channel(service_request.channel)])
    if kind == Kind.DECIDED and entry.decision is not None:
        return str(_OUTCOMES[Outcome(entry.decision.outcome)])
    if kind == Kind.ACK_SENT:
        by_mail = entry.data.get("channel") == Channel.EMAIL
        return _("Accusé de réception envoyé par courriel.") if by_mail else _("Accusé de réception envoyé.")
    return str(_TO_THE_PERSON[kind]) % {"service": service_request.service.name}


def _words(entry: TimelineEntry) -> str:
    if entry.message is not None:
        return entry.message.text
    return entry.decision.text if entry.decision is not None and entry.kind == Kind.DECIDED else ""


def _signed(entry: TimelineEntry) -> str:
    if entry.kind == Kind.ANSWERED:
        return _("Vous")
    if entry.message is not None:
        return entry.message.author_name
    return entry.decision.signature if entry.decision is not None else ""


# -- told to agents --------------------------------------------------------------------------------------------------


def _for_agent(service_request: ServiceRequest, entry: TimelineEntry, pages: _Pages) -> StoryItem:
    author = _author(service_request, entry, pages)
    fate = getattr(entry, "fate", None) or ""
    return StoryItem(
        kind=Kind(entry.kind),
        at=entry.occurred_at,
        on=entry.effective_on,
        side=_side(entry),
        title=_line(service_request, entry, pages),
        text=entry.note.text if entry.note else _words(entry),
        author=author,
        author_detail=entry.message.author_detail if entry.message else "",
        initials=_initials(author),
        fate=str(DispatchState(fate).label) if fate else "",
        fate_state=fate,
        asks=bool(entry.message and entry.message.asks and entry.message.answered_at is None),
        message=entry.message,
        decision=entry.decision,
        files=_files(entry, pages),
    )


def _side(entry: TimelineEntry) -> str:
    if entry.note is not None:
        return NOTE
    if entry.message is not None:
        return PERSON if entry.kind == Kind.ANSWERED else TOWN
    return TOWN if entry.kind == Kind.DECIDED else SYSTEM


def _line(service_request: ServiceRequest, entry: TimelineEntry, pages: _Pages) -> str:
    kind, data = Kind(entry.kind), entry.data
    detail: Any = ""
    if kind == Kind.REGISTERED:
        detail = _registered(service_request, pages)
    elif kind == Kind.ROUTED:
        detail = pages.services.get(data.get("service", 0), "")
    elif kind == Kind.REROUTED:
        detail = f"{pages.services.get(data.get('from', 0), '')} → {pages.services.get(data.get('service', 0), '')}"
    elif kind in (Kind.ASSIGNED, Kind.TASK_HANDED):
        detail = _assigned(data, pages)
    elif kind == Kind.QUALIFIED:
        detail = service_request.procedure.title
    elif kind == Kind.DECIDED and entry.decision is not None:
        detail = f"{entry.decision.get_outcome_display().lower()}, {entry.decision.number}"
    elif kind == Kind.ACK_SENT and data.get("channel"):
        detail = Channel(data["channel"]).label.lower()
    return f"{kind.label} : {detail}" if detail else str(kind.label)


def _assigned(data: dict[str, Any], pages: _Pages) -> str:
    """To whom; in whose place, when that agent was absent or has left."""
    user = pages.users.get(data.get("user") or 0)
    name = user.display_name if user else pages.services.get(data.get("service", 0), _("à personne"))
    absent, gone = pages.users.get(data.get("instead_of") or 0), pages.users.get(data.get("handed_from") or 0)
    if absent:
        return _("%(name)s, à la place de %(absent)s, absent") % {"name": name, "absent": absent.display_name}
    if gone:
        to = name if user else _("rendue au service")
        return _("%(name)s, travail remis par %(gone)s") % {"name": to, "gone": gone.display_name}
    return name


def _registered(service_request: ServiceRequest, pages: _Pages) -> str:
    """By which door, who acted for the person, who typed it: each act of a mandatary is marked."""
    way = str(Channel(service_request.channel).label).lower()
    told = filed_by.for_agents(service_request, pages.users.get(filed_by.typist_id(service_request) or 0))
    return f"{way}, {told}" if told else way


def _author(service_request: ServiceRequest, entry: TimelineEntry, pages: _Pages) -> str:
    if entry.actor_kind == ActorKind.AGENT and entry.actor_ref:
        user = pages.users.get(int(entry.actor_ref))
        return user.display_name if user else ""
    if entry.actor_kind in (ActorKind.CITIZEN, ActorKind.LINK_HOLDER):
        return service_request.reply_name or _("Usager anonyme")
    return ""


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
