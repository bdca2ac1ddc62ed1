"""What each button of the desk does: the state it leads to, or the operation it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from channels_app.enums import ContactOutcome
from channels_app.operations import open_desk_draft, prepare_from_desk, record_contact, take_desk_draft
from channels_app.operations.open_desk_draft import answers_known, note_entered
from citizens.models import Citizen
from citizens.operations import create_person
from core import once
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from core.models import Commune
from procedures.enums import ChannelMeaning
from requests_app.enums import IdentityMethod, TaskKind
from requests_app.operations import check_identity, open_task

from . import desk_filing, desk_form, desk_page, desk_panel, desk_person, desk_proposals, desk_reply
from .desk import NOBODY, SITUATIONS, SOMEBODY_NEW, DeskState
from .desk_form import DeskDraft

MANDATE = "_mandat"
CHECKS = {
    "verifier-faits": IdentityMethod.FACTS,
    "verifier-code": IdentityMethod.CODE,
    "verifier-rappel": IdentityMethod.CALL_BACK,
    "verifier-vue": IdentityMethod.SEEN,
}


class Misplaced(Exception):
    """A refusal that belongs beside one small form (person, identity, panel): what was typed there is given back."""

    def __init__(self, place: str, sentence: str, state: DeskState) -> None:
        super().__init__(sentence)
        self.place, self.sentence, self.state = place, sentence, state


@dataclass(frozen=True)
class Turn:
    """Everything a gesture needs of the page."""

    state: DeskState
    desk: DeskDraft | None
    by: Actor
    commune: Commune
    data: QueryDict

    @property
    def citizen(self) -> Citizen | None:
        return desk_person.find(self.state, self.commune, self.by)


@dataclass(frozen=True)
class Answer:
    """Where to go on; ``said`` is told there."""

    url: str
    said: str = ""
    situation: str = ""


def notes_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What the desk knows and no question of the form asks."""
    own = (MANDATE, desk_page.RECEIVED, desk_page.GIVEN)
    return {**desk_reply.notes_of(data), **{name: str(data.get(name, ""))[:100] for name in own}}


def act(turn: Turn) -> Answer:
    """By the button that was pressed. Raises Refused, Forbidden, Misplaced."""
    for name, gesture in BY_VALUE.items():
        if name in turn.data:
            return gesture(turn, turn.data.get(name, ""))
    action = turn.data.get("action", "")
    pressed = BY_ACTION.get(action, _refresh)
    return _once(turn, action, pressed) if action in ONCE else pressed(turn)


def _once(turn: Turn, action: str, gesture: Callable[[Turn], Answer]) -> Answer:
    """Two clicks write one row; both lead to the same page."""
    return Answer(**once.do_once(turn.data, f"desk:{action}", turn.by, lambda: asdict(gesture(turn))))


def _refresh(turn: Turn) -> Answer:
    return Answer(turn.state.url())


# -- who -----------------------------------------------------------------------------------------------------


def _settle(turn: Turn, value: str) -> Answer:
    situation = value if value in SITUATIONS else turn.state.situation
    return Answer(turn.state.url(situation=situation), situation=situation)


def _choose(turn: Turn, value: str) -> Answer:
    chosen = Turn(turn.state.changed(person=value, query=""), turn.desk, turn.by, turn.commune, turn.data)
    citizen = chosen.citizen
    if citizen is None:
        raise Refused(_("Cette personne n’est plus au fichier. Cherchez-la de nouveau."))
    _fill(turn.desk, citizen, turn.by)
    return Answer(chosen.state.url())


def _fill(desk: DeskDraft | None, citizen: Citizen, by: Actor) -> None:
    """The form was opened before anybody was chosen. What a person wrote on the site is never replaced."""
    if desk is None:
        return
    known = answers_known(desk.draft.procedure_version, citizen.pk, by=by)
    theirs = desk.draft.answers if desk.draft.channel == Channel.WEB else {}
    desk_form.fill(desk, {key: value for key, value in known.items() if not theirs.get(key)})


def _complete(desk: DeskDraft | None, citizen: Citizen, by: Actor) -> None:
    """Once identity is made sure of, the card fills what is still empty; what the agent typed stays."""
    if desk is None:
        return
    typed = desk.draft.answers
    known = answers_known(desk.draft.procedure_version, citizen.pk, by=by)
    parts = {
        key: {**value, **{part: text for part, text in typed[key].items() if text}}
        for key, value in known.items()
        if isinstance(value, dict) and isinstance(typed.get(key), dict)
    }
    desk_form.fill(desk, {**{key: value for key, value in known.items() if not typed.get(key)}, **parts})


def _forget_person(turn: Turn) -> Answer:
    return Answer(turn.state.url(person=""))


def _nobody(turn: Turn) -> Answer:
    return Answer(turn.state.url(person=NOBODY, query=""))


def _somebody_new(turn: Turn) -> Answer:
    return Answer(turn.state.url(person=SOMEBODY_NEW))


def _create(turn: Turn) -> Answer:
    """Two fields are enough. A refusal gives back what was typed, beside it."""
    typed = desk_page.new_person(turn.state, turn.data)
    try:
        made = create_person(
            commune_id=turn.commune.pk,
            family_name=typed.family_name,
            first_names=typed.first_names,
            birth_date=desk_person.birth_date(typed.birth_date),
            phone=typed.phone,
            email=typed.email,
            postal_address=typed.postal_address,
            kind=typed.kind,
            by=turn.by,
        )
    except Refused as refusal:
        raise Misplaced("person", refusal.sentence, turn.state.changed(person=SOMEBODY_NEW)) from refusal
    note_entered(made.pk, by=turn.by)
    _fill(turn.desk, made, turn.by)
    return Answer(turn.state.url(person=str(made.public_id), query=""))


def _check(turn: Turn) -> Answer:
    citizen = turn.citizen
    if citizen is None:
        raise Refused(_("Choisissez d’abord la personne."))
    try:
        check_identity(
            citizen_id=citizen.pk,
            by=turn.by,
            method=CHECKS[turn.data.get("action", "")],
            facts=turn.data.getlist("_fait"),
            number=turn.data.get("_verif_numero", "")[:40],
            code=turn.data.get("_verif_code", "")[:40],
        )
    except Refused as refusal:
        raise Misplaced("identity", refusal.sentence, turn.state) from refusal
    _complete(turn.desk, citizen, turn.by)
    return Answer(turn.state.url(), _("Identité vérifiée."))


# -- what ----------------------------------------------------------------------------------------------------


def _open(turn: Turn, value: str) -> Answer:
    """Opens the form, filled with what the town knows; where this door fills nothing, its card is shown."""
    version = desk_page.version_of(value, turn.commune)
    if version is None:
        raise Refused(_("Cette démarche n’est plus proposée. Choisissez-en une autre."))
    if not desk_page.fills(version, turn.state.situation):
        return Answer(turn.state.url(procedure=value, draft=""))
    citizen = turn.citizen
    draft = open_desk_draft(
        version.pk,
        citizen_id=citizen.pk if citizen else None,
        prefill=desk_proposals.place_said(turn.state.words, version, turn.commune),
        channel=turn.state.situation,
        by=turn.by,
    )
    return Answer(turn.state.url(draft=str(draft.public_id), procedure=""))


def _take_up(turn: Turn, value: str) -> Answer:
    """What was prepared on the site or by phone is opened with its code, filled, to be ended together."""
    draft = take_desk_draft(value[:60], channel=turn.state.situation, by=turn.by)
    person = str(draft.citizen.public_id) if draft.citizen else turn.state.person
    url = turn.state.url(draft=str(draft.public_id), procedure="", query="", words="", person=person)
    return Answer(url, _("La demande préparée est ouverte. Relisez-la avec la personne, puis déposez-la."))


def _other_procedure(turn: Turn) -> Answer:
    return Answer(turn.state.url(draft="", procedure=""))


# -- the end -------------------------------------------------------------------------------------------------


def _panel(slug: str) -> Callable[[Turn], Answer]:
    return lambda turn: Answer(turn.state.url(panel=slug) + "#faire")


def _close_panel(turn: Turn) -> Answer:
    return Answer(turn.state.url(panel=""))


def _note_contact(turn: Turn) -> Answer:
    """A call or a visit that opens no request: subject and outcome."""
    try:
        record_contact(
            channel=turn.state.situation,
            service_id=desk_filing.service_of(turn.state, turn.desk, turn.commune, turn.by).pk,
            subject=desk_panel.subject_of(turn.data),
            outcome=desk_panel.outcome_of(turn.data),
            citizen_id=turn.citizen.pk if turn.citizen else None,
            call_id=desk_filing.call_of(turn.state, turn.by),
            by=turn.by,
        )
    except Refused as refusal:
        raise Misplaced("panel", refusal.sentence, turn.state) from refusal
    return Answer(_fresh(turn), _("Le contact est noté. Personne suivante."))


@transaction.atomic
def _note_call_back(turn: Turn) -> Answer:
    """The task, and the contact that says why it exists: both or neither."""
    try:
        asked = desk_panel.call_back(turn.data, turn.commune)
        citizen_id = turn.citizen.pk if turn.citizen else None
        task = open_task(
            kind=TaskKind.CALL_BACK,
            service_id=asked.service.pk,
            subject=asked.subject,
            due_on=asked.due_on,
            due_time=asked.due_time,
            citizen_id=citizen_id,
            phone=asked.phone,
            by=turn.by,
        )
        record_contact(
            channel=turn.state.situation,
            service_id=desk_filing.noting_service(asked.service, turn.state, turn.desk, turn.commune, turn.by).pk,
            subject=asked.subject,
            outcome=ContactOutcome.CALL_BACK,
            citizen_id=citizen_id,
            call_id=desk_filing.call_of(turn.state, turn.by),
            by=turn.by,
        )
    except Refused as refusal:
        raise Misplaced("panel", refusal.sentence, turn.state) from refusal
    said = _("Le rappel est noté pour le service %s.") % task.service.name
    return Answer(_fresh(turn), said)


def _fresh(turn: Turn) -> str:
    return DeskState(situation=turn.state.situation).url()


def _file(turn: Turn) -> Answer:
    """The one filled button: files, prepares, or notes, as the procedure says of this door."""
    if turn.desk is None:
        if turn.state.procedure:
            return _panel(desk_panel.CONTACT)(turn)
        raise Refused(_("Choisissez d’abord ce que demande la personne, ou notez un simple renseignement."))
    does = desk_filing.meaning_of(turn.desk, turn.state)
    if does not in (ChannelMeaning.FILES, ChannelMeaning.PREPARES):
        return _panel(desk_panel.CONTACT)(turn)
    citizen, found = turn.citizen, desk_reply.known(turn.desk, turn.citizen, turn.by, turn.state.phone)
    way = desk_reply.chosen_way(turn.desk, found, turn.state.situation)
    reply = desk_reply.reply_of(found, way, turn.state.situation)
    if does == ChannelMeaning.PREPARES:
        made = prepare_from_desk(
            turn.desk.draft.pk, citizen_id=citizen.pk if citizen else None, reply=reply, by=turn.by
        )
        url = reverse("back_office:desk_prepared", args=[made.draft.public_id])
        return Answer(f"{url}?voie={made.way}")
    if desk_form.faults(turn.desk, turn.state.situation):
        return Answer(turn.state.url() + f"&{desk_page.JUDGED}=1")
    filed = desk_filing.file(turn.desk, turn.state, citizen, reply, turn.by)
    return Answer(reverse("back_office:desk_done", args=[filed.public_id]))


# What writes a row that nothing else makes unique; filing and preparing are held by their draft.
ONCE = frozenset({"creer-personne", "noter-contact", "noter-rappel"})
BY_VALUE: dict[str, Callable[[Turn, str], Answer]] = {
    "_situer": _settle,
    "_choisir": _choose,
    "_demarche": _open,
    "_reprendre": _take_up,
}
BY_ACTION: dict[str, Callable[[Turn], Answer]] = {
    "changer-personne": _forget_person,
    "sans-identite": _nobody,
    "nouvelle-personne": _somebody_new,
    "creer-personne": _create,
    **dict.fromkeys(CHECKS, _check),
    "changer-demarche": _other_procedure,
    "ouvrir-renseignement": _panel(desk_panel.CONTACT),
    "ouvrir-rappeler": _panel(desk_panel.CALL_BACK),
    "fermer-panneau": _close_panel,
    "noter-contact": _note_contact,
    "noter-rappel": _note_call_back,
    "deposer": _file,
}
