"""What each button of the day’s mail does, through the operations; where to go next, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _, ngettext

from channels_app.models import PostalItem, ScanPage
from channels_app.operations import postal
from channels_app.post.people import proposed_people
from citizens.models import Citizen
from core import trail
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale
from core.models import Commune
from organisation.models import Service
from requests_app import policies
from requests_app.models import ServiceRequest

from . import desk_person, post_in, post_in_forms
from .post_in_forms import EnvelopeForm, ItemForm
from .post_in_state import PostState


class Misplaced(Refused):
    """Nothing was done: the page is shown again with what was typed. ``found``: a person looked for, no refusal."""

    def __init__(self, sentence: str = "", *, found: str = "", status: int = 422) -> None:
        super().__init__(sentence)
        self.found, self.status = found, status


@dataclass(frozen=True)
class Turn:
    item: PostalItem
    state: PostState
    by: Actor
    commune: Commune
    data: QueryDict

    @property
    def revision(self) -> int | None:
        typed = self.data.get("revision", "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None

    @property
    def draft(self) -> str:
        """What the browser kept of this letter, and may forget."""
        return f"pli-{self.item.public_id}-{self.item.revision}"


@dataclass(frozen=True)
class Done:
    url: str
    said: str = ""
    sent: str = ""


def act(turn: Turn) -> Done:
    """Raises Misplaced, Refused."""
    wanted = turn.data.get("geste", "")
    if wanted in ("", "defaut"):
        # « Enter » in the search of a person looks for that person.
        looks = turn.data.get("qui", "").strip() != turn.data.get("cherche", "").strip()
        wanted = "chercher" if looks else "enregistrer"
    gesture = GESTURES.get(wanted)
    if gesture is None:
        raise Refused(_("Ce bouton n’existe plus : rechargez la page."))
    return gesture(turn)


def _file(turn: Turn) -> Done:
    """« Enregistrer, pli suivant »: a request, acknowledged by letter."""
    form = _form(turn)
    given = form.cleaned_data
    procedure = post_in.procedures(turn.commune).get(given["procedure"])
    citizen, url = _citizen(form, turn.by), post_in.following(turn.state, turn.by, turn.commune)
    made: ServiceRequest = _kept(
        lambda: postal.file_postal_item(
            turn.item.pk,
            by=turn.by,
            citizen_id=citizen,
            new_person=form.new_person,
            procedure_version_id=procedure.current_id if procedure else None,
            service_id=int(given["service"]) if given["service"] else None,
            revision=turn.revision,
            **form.paper(),
        )
    )
    arrival = PostalItem.objects.values_list("arrival_number", flat=True).get(pk=turn.item.pk)
    told = _("%(arrival)s enregistré : %(service)s%(number)s.")
    # Whoever may not open the request does not learn its number either.
    number = _(", demande %s") % made.number if policies.can_view(turn.by, made) else ""
    said = told % {"arrival": arrival, "service": made.service.name, "number": number}
    return Done(url, said, turn.draft)


def _register(turn: Turn) -> Done:
    """In the register alone: an invoice, an invitation, a brochure."""
    form = _form(turn, person_needed=False)
    service, url = form.cleaned_data["service"], post_in.following(turn.state, turn.by, turn.commune)
    item: PostalItem = _kept(
        lambda: postal.register_postal_item(
            turn.item.pk,
            by=turn.by,
            citizen_id=_citizen(form, turn.by),
            service_id=int(service) if service else None,
            revision=turn.revision,
            **form.paper(),
        )
    )
    return Done(url, _("%s enregistré, sans demande.") % item.arrival_number, turn.draft)


def _look_for(turn: Turn) -> Done:
    """Without scripts: the page again, with the people found."""
    raise Misplaced(found=turn.data.get("qui", "")[:200].strip(), status=200)


def _attach(turn: Turn) -> Done:
    form = post_in_forms.JoinForm(turn.data)
    if not form.is_valid():
        raise Misplaced(next(iter(form.errors.values()))[0])
    number, url = form.cleaned_data["numero"], post_in.following(turn.state, turn.by, turn.commune)
    item: PostalItem = _kept(
        lambda: postal.attach_to_request(turn.item.pk, number, by=turn.by, revision=turn.revision, **form.paper())
    )
    told = _("%(arrival)s joint à la demande %(number)s : le service est prévenu.")
    said = told % {"arrival": item.arrival_number, "number": item.request.number if item.request else ""}
    return Done(url, said, turn.draft)


def _set_aside(turn: Turn) -> Done:
    reason = turn.data.get("motif", "")[:500]
    url = post_in.following(turn.state, turn.by, turn.commune)
    postal.set_aside_item(turn.item.pk, reason, by=turn.by, revision=turn.revision)
    return Done(url, _("Pli mis de côté. Ses pages sont gardées."))


def _split(turn: Turn) -> Done:
    page = _page(turn)
    new = postal.split_item(turn.item.pk, page.pk, by=turn.by, revision=turn.revision)
    return Done(turn.state.of_item(new.public_id), _("Pli séparé : la page %d commence le pli suivant.") % page.number)


def _join(turn: Turn) -> Done:
    """With the letter before it: the pages follow one another as they were scanned."""
    before = PostalItem.objects.visible_to(turn.by).filter(batch_id=turn.item.batch_id, rank=turn.item.rank - 1).first()
    if turn.item.batch_id is None or before is None:
        raise Refused(_("Aucun pli ne précède celui-ci dans son lot."))
    if turn.revision is not None and turn.revision != turn.item.revision:
        raise Stale(_("Quelqu’un a changé ce pli entre-temps : relisez-le avant de continuer."))
    joined = postal.join_items(before.pk, turn.item.pk, by=turn.by)
    return Done(turn.state.of_item(joined.public_id), _("Les deux plis n’en font plus qu’un."))


def _turn(turn: Turn) -> Done:
    postal.turn_page(_page(turn).pk, by=turn.by)
    return Done(turn.state.url(), _("Page tournée. Son texte est relu dans un instant."))


GESTURES: dict[str, Callable[[Turn], Done]] = {
    "enregistrer": _file,
    "registre": _register,
    "chercher": _look_for,
    "joindre": _attach,
    "ecarter": _set_aside,
    "separer": _split,
    "reunir": _join,
    "tourner": _turn,
}


def _form(turn: Turn, *, person_needed: bool = True) -> ItemForm:
    """The form, valid. Raises Misplaced."""
    services = Service.objects.filter(commune=turn.commune, is_active=True)
    data = turn.data.copy()
    if not person_needed and not data.get("person"):
        data["person"] = post_in_forms.NOBODY
    form = ItemForm(data, procedures=post_in.procedures(turn.commune).values(), services=services, filing=person_needed)
    if not form.is_valid():
        count = len(form.errors)
        raise Misplaced(ngettext("%d point à corriger.", "%d points à corriger.", count) % count)
    return form


def _kept(operation: Callable[[], Any]) -> Any:
    """A refusal keeps what was typed on the screen."""
    try:
        return operation()
    except Forbidden:
        raise
    except Refused as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        raise Misplaced(refusal.sentence, status=status) from refusal


def _citizen(form: ItemForm, by: Actor) -> int | None:
    if form.person_id is None:
        return None
    found = Citizen.objects.visible_to(by).filter(public_id=form.person_id).first()
    if found is None:
        raise Misplaced(_("Cette personne n’existe plus : cherchez-la à nouveau."))
    return found.pk


def _page(turn: Turn) -> ScanPage:
    pages = list(ScanPage.objects.filter(item=turn.item).order_by("position", "number"))
    if not pages:
        raise Refused(_("Ce pli n’a pas de page."))
    return pages[min(turn.state.page, len(pages)) - 1]


def people(item: PostalItem, data: QueryDict, by: Actor, commune: Commune) -> dict[str, Any]:
    """The column of persons while a name is typed; the chosen one stays."""
    looked_for = data.get("qui", "").strip()[:200]
    chosen = data.get("person", "")
    if len(looked_for) > 1:
        found = desk_person.search(looked_for, commune, by)
        trail.record(by, trail.Verb.SEARCH, "citizen", "", found=len(found))
    else:
        found = post_in.proposals(proposed_people(item, by))
    if chosen and not any(one.value == chosen for one in found):
        found += post_in.chosen_person(chosen, commune, by)
    return {"people": found, "person": chosen, "looked_for": looked_for, "opened_item": item}


def next_of(item: PostalItem, data: QueryDict, commune: Commune) -> dict[str, Any]:
    """The service goes back to that of the procedure, but for the one the machine proposed."""
    offered = post_in.procedures(commune)
    procedure = offered.get(data.get("procedure", ""))
    same = procedure is not None and procedure.pk == item.proposed_procedure_id
    service = str(item.proposed_service_id or "") if same else ""
    services = Service.objects.filter(commune=commune, is_active=True).order_by("name")
    form = ItemForm(initial={"service": service}, procedures=offered.values(), services=services, auto_id="pli-%s")
    return {"form": form, "next": post_in.what_next(item, procedure, service), "opened_item": item}


def register_envelope(form: EnvelopeForm, by: Actor) -> PostalItem:
    given = form.cleaned_data
    return postal.register_postal_item(
        by=by,
        unopened=given["unopened"],
        service_id=int(given["service"]) if given["service"] else None,
        entry_key=given["key"],
        **form.paper(),
    )


def envelope_said(item: PostalItem) -> str:
    if item.unopened:
        told = _("%(arrival)s enregistré par son enveloppe : à remettre fermé à « %(service)s ».")
        return told % {"arrival": item.arrival_number, "service": item.service.name}
    return _("%s enregistré. Notez ce numéro sur le papier.") % item.arrival_number
