"""The door of every agents' page: signed in, second factor where it is due, and refusals said in French."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.operations import needs_totp
from core.errors import Forbidden

from . import kept, shell

View = Callable[..., HttpResponse]


def agents_only(view: View) -> View:
    """Signed-in agents only. What a signed-out browser posted is kept for after the sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if needs_totp(request.user):
            return _go(request, reverse("back_office:second_factor"), request.get_full_path())
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return not_found(request)
        except Forbidden as refusal:
            return forbidden(request, refusal.sentence)

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def not_found(request: HttpRequest) -> HttpResponse:
    """The same page for what does not exist and for what is confidential."""
    sentence = _("Cette page n’existe pas, ou elle n’est pas ouverte à vos services. Vérifiez le numéro de la demande.")
    return shell.plain(request, "back_office/refused.html", status=404, title=_("Page introuvable"), sentence=sentence)


def forbidden(request: HttpRequest, sentence: str) -> HttpResponse:
    return shell.plain(request, "back_office/refused.html", status=403, title=_("Accès refusé"), sentence=sentence)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    path = request.get_full_path()
    if request.method == "POST":
        path = kept.keep(request)
    elif request.headers.get("HX-Request"):
        path = request.headers.get("HX-Current-URL", "") or path
    return _go(request, reverse("back_office:sign_in"), path)


def _go(request: HttpRequest, url: str, back: str) -> HttpResponse:
    target = f"{url}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = target
        return answer
    return HttpResponseRedirect(target)
