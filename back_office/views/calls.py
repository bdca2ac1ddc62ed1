"""The call log, the call on the line, and the agent’s own telephone."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.operations import needs_totp, set_extension
from back_office import call_rows, phone_band, shell
from back_office.guards import agents_only
from channels_app import reading
from channels_app.call_policies import sees_the_log
from channels_app.models import PhoneCall
from channels_app.operations import call_back
from core import trail
from core.errors import Forbidden, Refused
from core.models import Commune


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    """What rings, what was lost, what was heard today. Reading the numbers is recorded."""
    commune, by = Commune.objects.current(), shell.actor(request)
    if not (sees_the_log(by) or request.user.phone_extension):  # type: ignore[union-attr]
        raise Forbidden(_("Le journal des appels est ouvert à l’accueil, aux responsables et à qui a un poste."))
    waiting = [call_rows.waiting(call, by) for call in reading.waiting_calls(commune, by=by)]
    lost = [call_rows.row(one, by) for one in reading.lost_to_call_back(commune, by=by)]
    today = [call_rows.row(one, by) for one in reading.calls_of_day(commune, by=by)]
    trail.record(by, trail.Verb.READ, "call_log", commune.pk)
    chapters = [
        {"title": _("En attente"), "rows": waiting, "empty": _("Personne n’attend.")},
        {"title": _("Perdus, à rappeler"), "rows": lost, "empty": _("Aucun appel perdu à rappeler cette semaine.")},
        {"title": _("Aujourd’hui"), "rows": today, "empty": _("Aucun appel aujourd’hui.")},
    ]
    summary = ngettext("%(n)d appel aujourd’hui", "%(n)d appels aujourd’hui", len(today)) % {"n": len(today)}
    return shell.page(
        request, "back_office/calls.html", current="appels", commune=commune, chapters=chapters, summary=summary
    )


@require_GET
def current_call(request: HttpRequest) -> HttpResponse:
    """Asked every few seconds by each page of an agent with a telephone: 204 as long as nothing changes.

    Who is signed out is refused without being sent anywhere: a page must not leave by itself with what was typed on it.
    """
    if not request.user.is_authenticated or needs_totp(request.user):
        return shell.no_store(HttpResponse(status=403, content_type="text/plain"))
    band = phone_band.of(request.user, request.headers.get("HX-Current-URL", ""))
    if band is None or band.seen == request.GET.get("vu", ""):
        return shell.no_store(HttpResponse(status=204))
    return shell.no_store(render(request, "back_office/_current_call.html", {"phone": band}))


current_call.is_guarded = True  # type: ignore[attr-defined]


@require_POST
@agents_only
def call_back_lost(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A lost call becomes a call-back in one click."""
    by = shell.actor(request)
    call = PhoneCall.objects.visible_to(by).filter(public_id=public_id).first()
    if call is None:
        raise Http404
    try:
        task = call_back(call.pk, by=by)
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(reverse("back_office:calls"))
    messages.success(request, _("L’appel perdu est dans les appels à rappeler."))
    return HttpResponseRedirect(f"{reverse('back_office:tasks')}?tache={task.public_id}")


@require_POST
@agents_only
def my_extension(request: HttpRequest) -> HttpResponse:
    """The telephone in front of me today."""
    try:
        user = set_extension(request.user.pk, request.POST.get("poste", "")[:20], by=shell.actor(request))  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            _("Votre poste est le %s.") % user.phone_extension
            if user.phone_extension
            else _("Vous n’avez plus de poste."),
        )
    return HttpResponseRedirect(reverse("back_office:calls"))
