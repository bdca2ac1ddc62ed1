"""The single counter: one page, one form, and every button that sends the whole of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from back_office import desk_form, desk_gestures, desk_page, kept, shell
from back_office.desk import PREFIX, DeskState
from back_office.desk_form import DeskDraft
from back_office.guards import agents_only
from core.errors import Refused
from core.models import Commune
from requests_app import policies

REMEMBERED = "desk_situation"


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def desk(request: HttpRequest) -> HttpResponse:
    policies.require(policies.can_use_desk(shell.actor(request)))
    return _act(request) if request.method == "POST" else _show(request)


def _show(request: HttpRequest) -> HttpResponse:
    """The address says what was being done; the draft says the rest."""
    by, commune = shell.actor(request), Commune.objects.current()
    state = desk_page.of_call(read_state(request, request.GET), commune, by)
    opened = desk_form.find(state.draft, by) if state.draft else None
    if opened and opened.draft.request is not None:
        return HttpResponseRedirect(reverse("back_office:desk_done", args=[opened.draft.request.public_id]))
    if state.draft and opened is None:
        messages.warning(request, _("Ce brouillon n’est plus là : il est échu, ou c’est celui d’un collègue."))
        state = state.changed(draft="")
    typed = QueryDict(mutable=True)
    typed.update(kept.give_back(request))
    if opened and typed:
        opened = desk_form.keep(request, opened, desk_gestures.notes_of(typed), typed)
    judged = desk_page.JUDGED in request.GET
    return page(request, state, opened, commune, typed=typed, judged=judged)


def _act(request: HttpRequest) -> HttpResponse:
    by, commune = shell.actor(request), Commune.objects.current()
    state = read_state(request, request.POST, PREFIX)
    opened = desk_form.find(state.draft, by) if state.draft else None
    if opened and opened.draft.request is not None:
        return HttpResponseRedirect(reverse("back_office:desk_done", args=[opened.draft.request.public_id]))
    try:
        if opened:
            opened = desk_form.keep(request, opened, desk_gestures.notes_of(request.POST), request.POST)
        turn = desk_gestures.Turn(state, opened, by, commune, request.POST)
        answer = desk_gestures.act(turn)
    except desk_gestures.Misplaced as wrong:
        return page(
            request, wrong.state, opened, commune, typed=request.POST, errors={wrong.place: wrong.sentence}, status=422
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(state.url())
    request.session[REMEMBERED] = answer.situation or state.situation
    if answer.said:
        messages.success(request, answer.said)
    return HttpResponseRedirect(answer.url)


def read_state(request: HttpRequest, data: QueryDict, prefix: str = "") -> DeskState:
    state = DeskState.read(data, prefix)
    situation = desk_page.default_situation(
        state.situation, request.session.get(REMEMBERED, ""), on_call=bool(state.call or state.phone)
    )
    return state.changed(situation=situation)


def page(
    request: HttpRequest,
    state: DeskState,
    opened: DeskDraft | None,
    commune: Commune,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = desk_page.build(state, opened, commune, shell.actor(request), **more)
    return shell.page(
        request, "back_office/desk/page.html", current="guichet", commune=commune, status=status, **context
    )
