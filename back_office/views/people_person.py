"""The page of one person, and one gesture a button or a small form."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from back_office import people, people_card, people_edit, people_gestures as gestures, shell
from back_office.guards import agents_only
from citizens.models import Citizen
from citizens.reading import PersonCard, person_card
from core import once
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale


@require_GET
@agents_only
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What does not exist for this agent is not found; a merged person is shown under the kept one."""
    by = shell.actor(request)
    citizen = _open(public_id, by)
    if citizen.public_id != public_id:
        return HttpResponseRedirect(reverse("back_office:person", args=[citizen.public_id]))
    page = people_card.build(citizen.pk, by, request.GET.get("situation", ""))
    panel = gestures.panel(request.GET.get("faire", ""), page.card, by, request.GET)
    if request.headers.get("HX-Request") and panel is not None and panel.picking:
        return shell.no_store(render(request, "back_office/people/_picked.html", {"page": page, "panel": panel}))
    return _page(request, page, panel)


def _open(public_id: uuid.UUID, by: Actor) -> Citizen:
    people.require_access(by)
    citizen = people.find(str(public_id), by)
    if citizen is None:
        raise Http404
    return citizen


def _page(
    request: HttpRequest, page: people_card.PersonPage, panel: gestures.Panel | None, status: int = 200
) -> HttpResponse:
    return shell.page(
        request,
        "back_office/people/person.html",
        current="usagers",
        status=status,
        commune=page.citizen.commune,
        page=page,
        panel=panel,
    )


@require_POST
@agents_only
def act(request: HttpRequest, public_id: uuid.UUID, gesture: str) -> HttpResponse:
    by = shell.actor(request)
    card = _card(public_id, by)
    if gesture in gestures.BUTTONS:
        return _press(request, card, by, gesture)
    data, refused = _with_upload(request, card, by, gesture)
    panel = gestures.panel(gesture, card, by, data, posted=True)
    if panel is None:
        raise Http404
    if panel.form is None:
        return _again(request, card, by, panel, 422)
    return _submit(request, card, by, panel, data, refused)


def _submit(
    request: HttpRequest, card: PersonCard, by: Actor, panel: gestures.Panel, data: Any, refused: str
) -> HttpResponse:
    """A wrong field comes back with its sentence and what was typed."""
    if refused and "document" in panel.form.fields and panel.form.errors is not None:
        panel.form.add_error("document", refused)
    if panel.form.is_valid():
        try:
            done = once.do_once(
                request.POST,
                f"person:{card.citizen.pk}:{panel.slug}",
                by,
                lambda: {"said": gestures.apply(panel, card, by, data)},
            )
            messages.success(request, done["said"])
            return _back(card)
        except Forbidden:
            raise
        except Stale as stale:
            return _stale(request, card, by, panel, data, stale)
        except Refused as refusal:
            panel.form.add_error(None, refusal.sentence)
    return _again(request, card, by, panel, 422)


def _card(public_id: uuid.UUID, by: Actor) -> PersonCard:
    return person_card(_open(public_id, by).pk, by)


def _press(request: HttpRequest, card: PersonCard, by: Actor, gesture: str) -> HttpResponse:
    try:
        messages.success(request, gestures.BUTTONS[gesture](card, by, request.POST))
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return _back(card)


def _back(card: PersonCard) -> HttpResponse:
    return HttpResponseRedirect(reverse("back_office:person", args=[card.citizen.public_id]))


def _with_upload(request: HttpRequest, card: PersonCard, by: Actor, gesture: str) -> tuple[Any, str]:
    """What was posted, with the name under which a joined document is kept; why it is not, when it cannot be."""
    data = request.POST.copy()
    if gesture != "mandat" or not card.can_edit:
        return data, ""
    try:
        stored = gestures.keep_upload(request, card, by)
    except Refused as refusal:
        return data, refusal.sentence
    if stored is not None:
        data[gestures.KEPT_FILE] = str(stored.public_id)
    return data, ""


def _stale(
    request: HttpRequest, card: PersonCard, by: Actor, panel: gestures.Panel, data: Any, stale: Stale
) -> HttpResponse:
    """A colleague was there: their values, the agent’s own beside them, nothing written."""
    fresh = person_card(card.citizen.pk, by)
    messages.error(request, stale.sentence)
    if panel.slug != "identite":
        return _back(fresh)
    together, changes = people_edit.merged(fresh, data)
    bound = people_edit.form(fresh, together)
    bound.is_valid()
    seen = [("revision", str(fresh.citizen.revision)), *people_edit.seen(bound, fresh)]
    shown = replace(panel, form=bound, hidden=tuple(seen), changes=tuple(changes))
    return _again(request, fresh, by, shown, 409)


def _again(request: HttpRequest, card: PersonCard, by: Actor, panel: gestures.Panel, status: int) -> HttpResponse:
    if panel.form is not None and panel.form.errors:
        messages.error(request, _("Rien n’est enregistré : voyez ce qui manque, votre saisie est encore là."))
    return _page(request, people_card.build(card.citizen.pk, by, ""), panel, status)
