"""« Courrier du jour »: the letters that came, page by page, and what is done with each."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from back_office import kept, post_in, post_in_forms, post_in_gestures, shell
from back_office.guards import agents_only
from back_office.post_in_state import ENVELOPE, PostState
from channels_app.models import PostalItem
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import Commune
from organisation.models import Service

PAGE = "back_office/post_in/page.html"


def require(request: HttpRequest) -> tuple[Actor, Commune]:
    by = shell.actor(request)
    if not post_in.may_use(by):
        raise Forbidden(_("Cet écran est ouvert aux agents qui reçoivent du courrier."))
    return by, Commune.objects.current()


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    """The day, and the first letter that waits. With `fragment=plis`, the column alone, while a scan is read."""
    by, commune = require(request)
    state = PostState.read(request.GET, calendar.today(commune))
    if state.item and not state.panel:
        found = item_of(state.item, by)
        if found is None:
            raise Http404
        if "jour" not in request.GET and found.received_on != state.day:
            return HttpResponseRedirect(state.url(day=found.received_on))
    if request.GET.get("fragment") == "plis" and request.headers.get("HX-Request"):
        return _column(request, state, by, commune)
    typed = _given_back(request)
    return page(request, state, by, commune, typed=typed)


def _column(request: HttpRequest, state: PostState, by: Actor, commune: Commune) -> HttpResponse:
    """Once all is read, the page itself: the first letter opens. Who types in another is not disturbed."""
    context = post_in.column(state, by, commune)
    answer = shell.no_store(render(request, "back_office/post_in/_items.html", context))
    if not context["reading"]:
        answer["HX-Trigger" if state.item else "HX-Refresh"] = "plis-lus" if state.item else "true"
    return answer


def _given_back(request: HttpRequest) -> QueryDict | None:
    """What was typed when the session had ended."""
    values = kept.give_back(request)
    if not values:
        return None
    typed = QueryDict(mutable=True)
    typed.update(values)
    return typed


def page(
    request: HttpRequest,
    state: PostState,
    by: Actor,
    commune: Commune,
    *,
    envelope: post_in_forms.EnvelopeForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = post_in.build(state, by, commune, **more)
    if state.panel == ENVELOPE:
        context["envelope"] = envelope or post_in_forms.today_form(services(commune), calendar.today(commune))
    return shell.page(request, PAGE, current="courrier", commune=commune, status=status, **context)


def services(commune: Commune) -> list[Service]:
    return list(Service.objects.filter(commune=commune, is_active=True).order_by("name"))


def item_of(identifier: str | uuid.UUID, by: Actor) -> PostalItem | None:
    return PostalItem.objects.visible_to(by).filter(public_id=identifier).first()


@require_POST
@agents_only
def act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One button of the page; a refusal shows the page again with its sentence and all that was typed."""
    by, commune = require(request)
    item = item_of(public_id, by)
    if item is None:
        raise Http404
    state = PostState.read({**request.POST.dict(), "pli": str(public_id)}, calendar.today(commune))
    turn = post_in_gestures.Turn(item, state, by, commune, request.POST)
    try:
        done = post_in_gestures.act(turn)
    except post_in_gestures.Misplaced as wrong:
        again = {"typed": request.POST, "refusal": wrong.sentence, "found": wrong.found}
        return page(request, state, by, commune, status=wrong.status, **again)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(state.url())
    if done.said:
        messages.success(request, done.said, extra_tags=f"sent={done.sent}" if done.sent else "")
    return HttpResponseRedirect(done.url)


@require_GET
@agents_only
def people(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who may have written, as a name is typed. Without htmx: the page."""
    by, commune = require(request)
    item = item_of(public_id, by)
    if item is None:
        raise Http404
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("back_office:post_in") + f"?pli={public_id}")
    context = post_in_gestures.people(item, request.GET, by, commune)
    return shell.no_store(render(request, "back_office/post_in/_people.html", context))


@require_GET
@agents_only
def following(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Service, reason and consequences of the procedure just chosen."""
    by, commune = require(request)
    item = item_of(public_id, by)
    if item is None:
        raise Http404
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("back_office:post_in") + f"?pli={public_id}")
    context = post_in_gestures.next_of(item, request.GET, commune)
    return shell.no_store(render(request, "back_office/post_in/_next.html", context))


@require_POST
@agents_only
def envelope(request: HttpRequest) -> HttpResponse:
    """A letter without scan enters the register: « à ne pas ouvrir », or opened and kept on paper."""
    by, commune = require(request)
    state = PostState.read({"faire": ENVELOPE, "jour": request.POST.get("jour", "")}, calendar.today(commune))
    form = post_in_forms.today_form(services(commune), calendar.today(commune), request.POST)
    if not form.is_valid():
        return page(request, state, by, commune, envelope=form, status=422)
    try:
        item = post_in_gestures.register_envelope(form, by)
    except Refused as refusal:
        return page(request, state, by, commune, envelope=form, refusal=refusal.sentence, status=422)
    messages.success(request, post_in_gestures.envelope_said(item))
    return HttpResponseRedirect(state.url())
