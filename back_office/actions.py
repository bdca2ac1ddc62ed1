"""What an agent can do on the request page: one entry an action, from its button to the operation that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import Refused
from procedures import circuits
from requests_app import lifecycle, operations, policies
from requests_app.colleagues import agents_for, named_in
from requests_app.enums import Action, LinkKind, Phase
from requests_app.models import ServiceRequest

from . import choices, ties, tray
from .forms import (
    AssignForm,
    DecideForm,
    DockForm,
    NoteForm,
    NothingForm,
    QualifyForm,
    ReplyForm,
    RerouteForm,
    SetAsideForm,
    WritingForm,
)
from .forms_ties import LinkForm, WaitForm


@dataclass(frozen=True)
class Done:
    """Everything an operation needs from the page."""

    request_id: int
    by: Actor
    revision: int | None
    form: Any
    file_ids: Sequence[int] = ()


Run = Callable[[Done], object]
Build = Callable[[ServiceRequest, Mapping[str, Any] | None, str], DockForm]


@dataclass(frozen=True)
class DeskAction:
    """``at`` says where it is drawn: a tab of the writing box, a form in its place, a button that acts at once, or
    a page of its own. ``rare``: folded under « Autres actions »."""

    slug: str
    action: Action
    label: str | Promise
    submit: str | Promise
    icon: str
    key: str
    at: str
    done: str | Promise
    run: Run
    build: Build
    files: bool = False
    rare: bool = False


TAB, FORM, BUTTON, PAGE = "tab", "form", "button", "page"


def _nothing(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return NothingForm(data, keep=keep)


def _writing(label: str | Promise) -> Build:
    def build(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
        return WritingForm(data, keep=keep, label=str(label))

    return build


def _assign(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    agents, absents = agents_for([service_request]), choices.absents([service_request])
    return AssignForm(data, keep=keep, agents=agents, absents=absents)


def _reroute(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return RerouteForm(data, keep=keep, services=choices.destinations(service_request.commune_id, [service_request]))


def _decide(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return DecideForm(data, keep=keep, record_withheld=policies.record_withheld(service_request))


def _qualify(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return QualifyForm(data, keep=keep, procedures=tray.catalogue(service_request))


def _set_aside(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return SetAsideForm(data, keep=keep)


def _run_qualify(done: Done) -> object:
    accept = done.form.cleaned_data["accept"]
    return operations.qualify(
        done.request_id, procedure_version_id=done.form.version_id, by=done.by, revision=done.revision,
        accept_email=accept,
    )  # fmt: skip


def _reply(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return ReplyForm(data, keep=keep, label=_("Votre réponse"), messages=choices.quotable(service_request))


def _run_reply(done: Done) -> object:
    return operations.reply(
        done.request_id, text=_text(done), file_ids=done.file_ids, quote_ids=done.form.quote_ids, by=done.by,
        revision=done.revision,
    )  # fmt: skip


def _note(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    label = _("Votre note, lue par les agents seulement")
    agents, absents = agents_for([service_request]), choices.absents([service_request])
    return NoteForm(data, keep=keep, label=label, agents=agents, absents=absents)


def _run_note(done: Done) -> object:
    """Told: those ticked, and those named in the note."""
    tell = [*done.form.tell_ids, *named_in(_text(done), done.form.agents)]
    return operations.write_note(done.request_id, text=_text(done), tell=tell, by=done.by, revision=done.revision)


def _run_decide(done: Done) -> object:
    return operations.decide(
        done.request_id, **done.form.cleaned_data, file_ids=done.file_ids, by=done.by, revision=done.revision
    )


def _link(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return LinkForm(data, keep=keep)


def _run_link(done: Done) -> object:
    other = ties.by_number(done.form.cleaned_data["number"], done.by)
    kind = done.form.cleaned_data["kind"]
    if kind == "child":
        return operations.link_requests(other.pk, done.request_id, kind=LinkKind.PARENT, by=done.by)
    return operations.link_requests(done.request_id, other.pk, kind=kind, by=done.by)


def _wait(service_request: ServiceRequest, data: Any, keep: str) -> DockForm:
    return WaitForm(data, keep=keep)


def _run_wait(done: Done) -> object:
    return operations.wait_for_third_party(
        done.request_id, **done.form.cleaned_data, by=done.by, revision=done.revision
    )


def _elsewhere(done: Done) -> object:
    """These have a page of their own, with a preview."""
    raise Refused(_("Cette action a sa propre page : ouvrez-la depuis la demande."))


def _text(done: Done) -> str:
    return done.form.cleaned_data["text"]


ACTIONS = (
    DeskAction(
        "joint", Action.REACHED, _("Personne jointe autrement"), _("Personne jointe autrement"), "phone-forwarded", "",
        BUTTON, _("C’est noté : la personne a été jointe autrement."),
        lambda d: operations.mark_reached(d.request_id, by=d.by, revision=d.revision), _nothing,
    ),
    DeskAction(
        "qualifier", Action.QUALIFY, _("Qualifier…"), _("Qualifier la demande"), "tag", "q", FORM,
        _("La demande est qualifiée : ses dates partent du jour de sa réception."), _run_qualify, _qualify,
    ),
    DeskAction(
        "repondre", Action.REPLY, _("Répondre"), _("Envoyer"), "send", "r", TAB,
        _("Votre réponse est enregistrée et part à la personne."),
        _run_reply, _reply, files=True,
    ),
    DeskAction(
        "note", Action.NOTE, _("Note interne"), _("Enregistrer la note"), "lock", "i", TAB,
        _("La note est enregistrée. Elle n’est jamais envoyée."),
        _run_note, _note,
    ),
    DeskAction(
        "demander", Action.ASK, _("Demander une précision"), _("Envoyer la question"),
        "message-circle-question-mark", "d", TAB,
        _("La question part à la personne. Les délais légaux continuent de courir."),
        lambda d: operations.ask(d.request_id, text=_text(d), file_ids=d.file_ids, by=d.by, revision=d.revision),
        _writing(_("Ce que vous demandez à la personne")), files=True,
    ),
    DeskAction(
        "prendre", Action.TAKE, _("Prendre en charge"), _("Prendre en charge"), "user-check", "a", BUTTON,
        _("Vous avez pris cette demande en charge."),
        lambda d: operations.take(d.request_id, by=d.by, revision=d.revision), _nothing,
    ),
    DeskAction(
        "decider", Action.DECIDE, _("Décider"), _("Décider et notifier"), "scale", "z", FORM,
        _("La décision est enregistrée. La personne en est avertie."), _run_decide, _decide, files=True,
    ),
    DeskAction(
        "affecter", Action.ASSIGN, _("Affecter à…"), _("Affecter"), "users", "g", FORM,
        _("La demande est affectée."),
        lambda d: operations.assign(d.request_id, to_user_id=d.form.agent_id, by=d.by, revision=d.revision), _assign,
    ),
    DeskAction(
        "reorienter", Action.REROUTE, _("Réorienter…"), _("Réorienter la demande"), "corner-up-right", "o", FORM,
        _("La demande est réorientée."),
        lambda d: operations.reroute(
            d.request_id, service_id=d.form.service_id, reason=d.form.cleaned_data["reason"], by=d.by,
            revision=d.revision,
        ),
        _reroute,
    ),
    DeskAction(
        "ecarter", Action.SET_ASIDE, _("Écarter…"), _("Écarter la demande"), "ban", "", FORM,
        _("La demande est écartée : rien ne part. Elle se reprend depuis sa page."),
        lambda d: operations.set_aside(d.request_id, **d.form.cleaned_data, by=d.by, revision=d.revision), _set_aside,
    ),
    DeskAction(
        "reprendre", Action.RESTORE, _("Reprendre la demande"), _("Reprendre la demande"), "undo-2", "", BUTTON,
        _("La demande est reprise, avec les dates de sa réception."),
        lambda d: operations.restore(d.request_id, by=d.by, revision=d.revision), _nothing,
    ),
    DeskAction(
        "clore", Action.CLOSE, _("Clore"), _("Répondre et clore"), "archive", "c", FORM,
        _("La demande est close. La réponse part à la personne."),
        lambda d: operations.close(d.request_id, answer=_text(d), file_ids=d.file_ids, by=d.by, revision=d.revision),
        _writing(_("Dernière réponse, telle que la personne la lira")), files=True,
    ),
    DeskAction(
        "rouvrir", Action.REOPEN, _("Rouvrir"), _("Rouvrir la demande"), "rotate-ccw", "c", FORM,
        _("La demande est rouverte."),
        lambda d: operations.reopen(d.request_id, reason=_text(d), by=d.by, revision=d.revision),
        _writing(_("Pourquoi la rouvrir")),
    ),
    DeskAction(
        "poursuivre", Action.RESUME, _("Reprendre l’étude…"), _("Reprendre l’étude"), "play", "e", FORM,
        _("La demande est de nouveau en cours."),
        lambda d: operations.resume_request(d.request_id, text=_text(d), by=d.by, revision=d.revision),
        _writing(_("Ce qui a été répondu (gardé en note, facultatif)")),
    ),
    DeskAction(
        "attendre", Action.WAIT, _("Attendre un tiers…"), _("Attendre sa réponse"), "hourglass", "e", FORM,
        _("La demande attend un tiers. Les délais légaux continuent de courir."), _run_wait, _wait, rare=True,
    ),
    DeskAction(
        "lier", Action.LINK, _("Lier à une autre…"), _("Lier les deux demandes"), "link", "y", FORM,
        _("Les deux demandes sont liées."), _run_link, _link, rare=True,
    ),
    DeskAction(
        "reunir", Action.MERGE, _("Réunir à une autre…"), _("Réunir"), "merge", "f", PAGE, "", _elsewhere, _nothing,
        rare=True,
    ),
    DeskAction(
        "repartir", Action.SPLIT, _("Répartir en plusieurs…"), _("Répartir"), "split", "s", PAGE, "", _elsewhere,
        _nothing, rare=True,
    ),
    DeskAction(
        "transmettre", Action.TRANSMIT, _("Transmettre ailleurs…"), _("Transmettre"), "forward", "x", PAGE, "",
        _elsewhere, _nothing, rare=True,
    ),
    DeskAction(
        "accuse-envoye", Action.REPLY, _("Accusé posté ou remis"), _("Accusé posté ou remis"), "mailbox", "", BUTTON,
        _("L’envoi de l’accusé de réception est noté à la date d’aujourd’hui."),
        lambda d: operations.record_acknowledgement_sent(d.request_id, by=d.by, revision=d.revision), _nothing,
    ),
)  # fmt: skip
BY_SLUG = {action.slug: action for action in ACTIONS}


def available(service_request: ServiceRequest, by: Actor) -> list[DeskAction]:
    """Offered by the circuit, legal by the table of moves, allowed to this agent: the page draws these and no other."""
    legal = set(lifecycle.available(service_request.phase))
    offered = {move.action for move in _offered(service_request)}
    return [
        action
        for action in ACTIONS
        if action.action in legal
        and (action.action.value in offered or action.action in lifecycle.BESIDE_CIRCUIT)
        and policies.may(action.action, by, service_request)
        and _makes_sense(action, service_request, by)
    ]


def step(service_request: ServiceRequest) -> circuits.Step | None:
    """Where the request stands in its circuit: the step it names if it belongs to its phase, else the phase's first."""
    steps = circuits.steps(service_request.circuit_version)
    here = [one for one in steps if one.phase == service_request.phase]
    return next((one for one in here if one.code == service_request.current_step), here[0] if here else None)


def _offered(service_request: ServiceRequest) -> list[circuits.Transition]:
    here = step(service_request)
    code = here.code if here else service_request.current_step
    return circuits.offered(service_request.circuit_version, code, service_request.phase)


def _makes_sense(action: DeskAction, service_request: ServiceRequest, by: Actor) -> bool:
    if action.slug == "prendre":
        return service_request.assigned_to_id != by.user_id
    if action.slug == "accuse-envoye":
        return _letter_waits(service_request)
    if action.slug == "joint":
        return service_request.reach_on is not None
    if action.slug in ("qualifier", "ecarter"):
        return service_request.procedure.is_system
    if action.slug == "attendre":
        return service_request.phase != Phase.WAITING_THIRD_PARTY
    return True


def _letter_waits(service_request: ServiceRequest) -> bool:
    """An acknowledgement is due, was never sent, and goes by hand."""
    return service_request.ar_due and service_request.ar_sent_on is None and not service_request.answers_by_email


def revision_of(data: QueryDict) -> int | None:
    """The revision the page was shown with; a page without one is taken as of now."""
    text = data.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
