"""Pieces of the desk that htmx asks while one types; each is a piece of the page itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from back_office import desk_form, desk_gestures, desk_page, desk_person, shell
from back_office.desk import PREFIX
from back_office.guards import agents_only
from back_office.views.desk import read_state
from core.errors import Refused
from core.models import Commune
from organisation.queries import suggest_streets
from requests_app import policies


@require_GET
@agents_only
def people(request: HttpRequest) -> HttpResponse:
    """People found as the name is typed. Without htmx: the page."""
    by = shell.actor(request)
    policies.require(policies.can_use_desk(by))
    state = read_state(request, request.GET, PREFIX)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(state.url())
    context = desk_page.people(state, Commune.objects.current(), by)
    return shell.no_store(render(request, "back_office/desk/_people.html", context))


@require_GET
@agents_only
def procedures(request: HttpRequest) -> HttpResponse:
    by = shell.actor(request)
    policies.require(policies.can_use_desk(by))
    state = read_state(request, request.GET, PREFIX)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(state.url())
    context = desk_page.proposals(state, Commune.objects.current(), by)
    return shell.no_store(render(request, "back_office/desk/_proposals.html", context))


@require_POST
@agents_only
def questions(request: HttpRequest) -> HttpResponse:
    """After an answer that opens others: the questions, and beside them what will happen."""
    by = shell.actor(request)
    policies.require(policies.can_use_desk(by))
    state = read_state(request, request.POST, PREFIX)
    opened = desk_form.find(state.draft, by)
    if opened is None or opened.draft.is_sent or not request.headers.get("HX-Request"):
        return HttpResponseRedirect(state.url())
    try:
        opened = desk_form.keep(request, opened, desk_gestures.notes_of(request.POST), request.POST)
    except Refused:
        # Sent by another click meanwhile: its page says so.
        return HttpResponseRedirect(state.url())
    citizen = desk_person.find(state, Commune.objects.current(), by)
    context = {
        "state": state,
        **desk_page.questions(opened, state),
        **desk_page.answering(opened, citizen, state, by),
        "swapped": request.POST.get("fragment") != "suite",
    }
    both, beside = "back_office/desk/_refreshed.html", "back_office/desk/_outlook.html"
    return shell.no_store(render(request, both if context["swapped"] else beside, context))


@require_POST
@agents_only
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps what is being typed, without judging it; answers the words that say when."""
    by = shell.actor(request)
    policies.require(policies.can_use_desk(by))
    state = read_state(request, request.POST, PREFIX)
    opened = desk_form.find(state.draft, by)
    if opened is None or opened.draft.is_sent:
        return HttpResponse(status=204)
    try:
        opened = desk_form.keep(request, opened, desk_gestures.notes_of(request.POST), request.POST)
    except Refused:
        return HttpResponse(status=204)
    context = {"desk": opened, "kept_at": opened.draft.updated_at}
    return shell.no_store(render(request, "back_office/desk/_kept.html", context))


@require_GET
@agents_only
def streets(request: HttpRequest) -> JsonResponse:
    """At most eight addresses that begin so; free text always stands."""
    typed = request.GET.get("q", "").replace("\x00", "")[:200]
    answer = JsonResponse({"results": suggest_streets(Commune.objects.current(), typed)})
    answer["Cache-Control"] = "no-store"
    return answer
