"""« Usagers »: searching, creating. The fragment that htmx asks while one types is the one the page includes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from back_office import people, people_forms as forms, shell
from back_office.guards import agents_only
from citizens.duplicates import probable_duplicates
from citizens.enums import PartyKind
from citizens.models import Citizen
from citizens.operations import create_person
from core import calendar, once
from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import Commune


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    commune, by = Commune.objects.current(), shell.actor(request)
    people.require_access(by)
    found = people.build(
        request.GET.get("q", ""), request.GET.get("onglet", ""), request.GET.get("apres", ""), commune, by
    )
    if request.headers.get("HX-Request"):
        return shell.no_store(render(request, "back_office/people/_results.html", {"page": found}))
    return _page(request, commune, found, _form(found.bodies, commune, initial=_guessed(found)))


def _page(
    request: HttpRequest, commune: Commune, found: people.Page, form: forms.NewPersonForm, status: int = 200
) -> HttpResponse:
    return shell.page(
        request,
        "back_office/people/list.html",
        current="usagers",
        status=status,
        commune=commune,
        page=found,
        form=form,
    )


def _form(bodies: bool, commune: Commune, data: object = None, initial: object = None) -> forms.NewPersonForm:
    kind = forms.NewBodyForm if bodies else forms.NewPersonForm
    return kind(data, initial=initial, today=calendar.today(commune), auto_id="nouvelle-%s")  # type: ignore[arg-type]


def _guessed(found: people.Page) -> dict[str, str]:
    """Words that found nobody are the name of somebody new: « Solène Kervella »."""
    if found.rows or not found.searched or any(sign.isdigit() or sign == "@" for sign in found.query):
        return {}
    first, _space, last = found.query.rpartition(" ")
    return {"family_name": found.query} if found.bodies else {"family_name": last, "first_names": first}


@require_POST
@agents_only
def create(request: HttpRequest) -> HttpResponse:
    """Two fields suffice. A probable duplicate is told, never a refusal."""
    commune, by = Commune.objects.current(), shell.actor(request)
    people.require_access(by)
    bodies = request.POST.get("onglet") == people.BODIES
    form = _form(bodies, commune, request.POST)
    if form.is_valid():
        try:
            found = once.do_once(
                request.POST, "people:new", by, lambda: {"person": str(_create(form, commune, by).public_id)}
            )
            return _created(request, Citizen.objects.get(public_id=found["person"]), by)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    again = people.build(request.POST.get("q", ""), request.POST.get("onglet", ""), "", commune, by)
    return _page(request, commune, again, form, status=422)


def _create(form: forms.NewPersonForm, commune: Commune, by: Actor) -> Citizen:
    given = dict(form.cleaned_data)
    kind = given.pop("body", PartyKind.PERSON.value)
    return create_person(commune_id=commune.pk, kind=kind, by=by, **given)


def _created(request: HttpRequest, citizen: Citizen, by: Actor) -> HttpResponse:
    messages.success(request, _("La fiche de %s est créée.") % citizen.display_name)
    if probable_duplicates(citizen, by=by):
        messages.warning(request, _("Une autre fiche lui ressemble : comparez-les avant de continuer."))
    return HttpResponseRedirect(reverse("back_office:person", args=[citizen.public_id]))
