"""The whole desk from its address and its draft: the same for the page, for a reload, and for the pieces htmx asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from citizens.enums import PartyKind
from citizens.models import Citizen
from core import calendar, trail
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from organisation.models import Service
from procedures import cards, finding, queries
from procedures.doors import meaning, refusal
from procedures.enums import ChannelMeaning
from procedures.models import ProcedureVersion

from . import desk_form, desk_outlook, desk_panel, desk_person, desk_proposals, desk_reply, words
from .desk import ICONS, LONGEST, NOBODY, POST, SITUATIONS, SOMEBODY_NEW, WHO, DeskState
from .desk_form import DeskDraft

# What the third column may hold beside the way of answering.
RECEIVED, GIVEN = "_recue_le", "_recepisse"
JUDGED = "verifier"


@dataclass(frozen=True)
class Situation:
    slug: str
    label: str
    icon: str
    chosen: bool


@dataclass(frozen=True)
class Chosen:
    """The procedure that was picked, draft or not."""

    title: str
    detail: str
    icon: str
    refusal: str = ""


@dataclass(frozen=True)
class NewPerson:
    family_name: str = ""
    first_names: str = ""
    phone: str = ""
    birth_date: str = ""
    kind: str = PartyKind.PERSON
    email: str = ""
    postal_address: str = ""
    error: str = ""

    @property
    def more(self) -> bool:
        return bool(self.birth_date or self.email or self.postal_address or self.kind != PartyKind.PERSON)

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        return list(PartyKind.choices)


def build(
    state: DeskState,
    desk: DeskDraft | None,
    commune: Commune,
    by: Actor,
    *,
    typed: QueryDict | None = None,
    judged: bool = False,
    errors: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """``errors``: sentences by place (person, identity, panel); ``typed`` is what a refused gesture gives back."""
    typed, errors = typed or QueryDict(), errors or {}
    citizen = desk_person.find(state, commune, by)
    version = desk.draft.procedure_version if desk else seen_version(state, commune)
    return {
        "state": state,
        "title": _("Guichet unique"),
        "here": state.url(),
        "restart_url": state.__class__(situation=state.situation).url(),
        "fresh": not (state.person or state.draft or state.words or state.query or state.procedure),
        "caller": words.phone(state.phone),
        "situations": _situations(state),
        "who_title": str(WHO[state.situation]),
        "no_one": state.person == NOBODY,
        "new_person": new_person(state, typed, errors.get("person", "")) if state.person == SOMEBODY_NEW else None,
        "person": desk_person.build(citizen, state, by, typed, errors.get("identity", "")) if citizen else None,
        **people(state, commune, by),
        **proposals(state, commune, by, chosen=version is not None),
        **procedure(desk, version, state, commune),
        **questions(desk, state, judged=judged),
        **answering(desk, citizen, state, by),
        "panel": desk_panel.build(
            state, commune, by, typed, service=_service(version), phone=_phone(state, citizen, by),
            error=errors.get("panel", ""),
        ),
        "focus": focus(state, version),
    }  # fmt: skip


def _situations(state: DeskState) -> list[Situation]:
    return [Situation(one, str(label), ICONS[one], one == state.situation) for one, label in SITUATIONS.items()]


def people(state: DeskState, commune: Commune, by: Actor) -> dict[str, Any]:
    """The fragment of the people found; a number typed whole leads to its request."""
    hit = desk_person.request_hit(state.query, by) if state.query else None
    if len(state.query) >= 2:
        trail.record(by, trail.Verb.SEARCH, "citizen", "", words=len(state.query.split()))
    url = reverse("back_office:request", args=[hit.public_id]) if hit else ""
    return {
        "state": state,
        "people": [one for one in desk_person.search(state.query, commune, by) if one.value != state.person],
        "searched": len(state.query) >= 2,
        "request_hit": {"number": hit.number, "url": url} if hit else None,
        "prepared": desk_person.prepared(state.query, commune),
    }


def proposals(state: DeskState, commune: Commune, by: Actor, *, chosen: bool = False) -> dict[str, Any]:
    """The fragment of the procedures those words point to; nothing once one is chosen."""

    found = [] if chosen else desk_proposals.of(state, commune, by)
    # The state keeps no more than what is looked for: words cut there fill it.
    cut = not chosen and (len(state.words) >= LONGEST or finding.is_cut(state.words))
    return {"proposals": found, "worded": len(state.words) > 2 and not chosen, "cut": cut}


def procedure(
    desk: DeskDraft | None, version: ProcedureVersion | None, state: DeskState, commune: Commune
) -> dict[str, Any]:
    if version is None:
        return {"chosen": None, "card": None, "presence": None}
    found = version.procedure
    return {
        "chosen": Chosen(
            found.title, found.service.name, found.family.icon, "" if desk else refusal(version, state.situation)
        ),
        "card": cards.agent_card(version, calendar.today(commune)),
        "presence": cards.presence(version),
    }


def questions(desk: DeskDraft | None, state: DeskState, *, judged: bool = False) -> dict[str, Any]:
    """The form in one flow, its faults and when it was kept."""
    if desk is None:
        return {"desk": None, "pages": [], "shown": "", "faults": [], "has_files": False, "kept_at": None}
    bound = desk_form.pages(desk, judged_at=state.situation if judged else "")
    return {
        "desk": desk,
        "pages": bound,
        "shown": desk_form.shown(bound),
        "faults": [line for page in bound for line in page.errors] if judged else [],
        "has_files": any(page.has_files for page in bound),
        "kept_at": desk.draft.updated_at,
    }


def answering(desk: DeskDraft | None, citizen: Citizen | None, state: DeskState, by: Actor) -> dict[str, Any]:
    """Third column, and the name of the button that ends the work."""
    found = desk_reply.known(desk, citizen, by, state.phone)
    way = desk_reply.chosen_way(desk, found, state.situation)
    ack = desk_reply.ack_way(way, found)
    outlook = desk_outlook.of(desk, state.situation, ack, received_on(desk)) if desk else None
    does = ChannelMeaning.FILES if not state.procedure else ChannelMeaning.CONTACT
    return {
        "ways": desk_reply.ways(found, way, state.situation),
        "outlook": outlook,
        "button": outlook.button if outlook else desk_outlook.button(does),
        "dated": state.situation == POST or bool(state.code),
        "received": desk.notes.get(RECEIVED, "") if desk else "",
        "receipt_given": bool(desk and desk.notes.get(GIVEN)),
    }


def received_on(desk: DeskDraft | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(desk.notes.get(RECEIVED, "")) if desk else None
    except ValueError:
        return None


def seen_version(state: DeskState, commune: Commune) -> ProcedureVersion | None:
    """A procedure that this door does not file: its card is read, nothing is filled in."""
    return version_of(state.procedure, commune) if state.procedure else None


def version_of(public_id: str, commune: Commune) -> ProcedureVersion | None:
    """The published version of that name; None for anything else."""
    return next(
        (one.current for one in queries.catalogue(commune) if one.current and str(one.current.public_id) == public_id),
        None,
    )


def fills(version: ProcedureVersion, situation: str) -> bool:
    return meaning(version, situation) in (ChannelMeaning.FILES, ChannelMeaning.PREPARES)


def new_person(state: DeskState, typed: Mapping[str, Any], error: str = "") -> NewPerson:
    """What was typed; else the words and the number one was looking for, so that nothing is typed twice."""
    name, first, phone = _guess(state)
    return NewPerson(
        family_name=str(typed.get("_nom", name)),
        first_names=str(typed.get("_prenom", first)),
        phone=str(typed.get("_tel", phone)),
        birth_date=str(typed.get("_naissance", "")),
        kind=str(typed.get("_nature", PartyKind.PERSON)),
        email=str(typed.get("_courriel_personne", "")),
        postal_address=str(typed.get("_adresse_personne", "")),
        error=error,
    )


def _guess(state: DeskState) -> tuple[str, str, str]:
    letters = [word for word in state.query.split() if not any(sign.isdigit() or sign == "@" for sign in word)]
    digits = "".join(sign for sign in state.query if sign.isdigit())
    phone = state.phone or (state.query if len(digits) >= 9 and "@" not in state.query else "")
    if not letters:
        return "", "", words.phone(phone)
    return letters[-1].capitalize(), " ".join(letters[:-1]).title(), words.phone(phone)


def _service(version: ProcedureVersion | None) -> Service | None:
    return version.procedure.service if version else None


def _phone(state: DeskState, citizen: Citizen | None, by: Actor) -> str:
    return desk_reply.known(None, citizen, by, state.phone).phone


def focus(state: DeskState, version: ProcedureVersion | None) -> str:
    """Where the hands begin: the first thing that is not settled yet."""
    if state.panel:
        return "panel"
    if state.person == SOMEBODY_NEW:
        return "new"
    if not state.known:
        return "who"
    return "form" if version else "what"


def default_situation(given: str, remembered: str, *, on_call: bool) -> str:
    """As the address says; else a call is by phone; else as this agent worked last."""
    if given in SITUATIONS:
        return given
    if on_call:
        return Channel.PHONE.value
    return remembered if remembered in SITUATIONS else Channel.COUNTER.value


def of_call(state: DeskState, commune: Commune, by: Actor) -> DeskState:
    """A call opens on the people of its number; a number nobody gave opens the creation, already filled."""
    if not state.phone or state.person or state.query:
        return state
    known = desk_person.search(state.phone, commune, by)
    return state.changed(query=words.phone(state.phone)) if known else state.changed(person=SOMEBODY_NEW)
