"""Pages of error, in French: what happened, what to do, and what was typed offered again when it can be."""

import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from core.errors import RateLimited, Refused
from core.models import Commune
from portal.rendering import seal

logger = logging.getLogger(__name__)
BARE = "portal/error_bare.html"
NEVER_REPEATED = frozenset({"csrfmiddlewaretoken", "password", "mot_de_passe", "otp_token"})


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, in order, without secrets."""
    try:
        posted = request.POST.lists()
    except (OSError, ValueError):  # the body was cut on its way
        return []
    return [(name, value) for name, values in posted if name not in NEVER_REPEATED for value in values]


def _again(request: HttpRequest) -> dict[str, Any]:
    """What was posted, ready to be sent again by one button, be it « Envoyer ma demande » with nothing beside.

    Only of a form whose token is right, which ``requires_csrf_token`` has just looked at: the database may stop before
    the ordinary check, and the words of a page of another site are only shown.
    """
    typed = _typed(request)
    genuine = request.method == "POST" and getattr(request, "csrf_processing_done", False)
    return {
        "again": typed,
        "again_at": request.get_full_path() if genuine else "",
        "had_files": bool(typed and request.FILES),
    }


def _answer(request: HttpRequest, status: int, title: str, **context: Any) -> HttpResponse:
    """The page of error; without a database, a page that needs nothing."""
    given = {
        "current": "",
        "status": status,
        "title": title,
        "again": [],
        "again_at": "",
        "advice": "",
        "had_files": False,
        **context,
    }
    return seal(_dressed(request, given, status) or _bare(request, given, status))


def _dressed(request: HttpRequest, given: dict[str, Any], status: int) -> HttpResponse | None:
    """In the town's colours; None when there is no town yet, or no database to read it from."""
    try:
        if not Commune.objects.exists():
            return None
        return render(request, "portal/error.html", given, status=status)
    except Error:
        return None


def _bare(request: HttpRequest, given: dict[str, Any], status: int) -> HttpResponse:
    """Nothing here may read the database: no context processor, and a token that lives in a cookie."""
    return HttpResponse(render_to_string(BARE, {**given, "csrf_token": get_token(request)}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _answer(
            request,
            413,
            _("Votre envoi est trop gros"),
            advice=_(
                "Revenez à la page précédente : ce que vous avez écrit y est encore. Raccourcissez le texte, "
                "ou joignez moins de fichiers à la fois, puis recommencez."
            ),
        )
    return _answer(
        request,
        400,
        _("La page n’a pas compris votre envoi"),
        advice=_("Revenez à la page précédente et recommencez. Si cela se répète, appelez-nous."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = exception.sentence if isinstance(exception, Refused) else ""
    return _answer(
        request,
        403,
        _("Vous n’avez pas accès à cette page"),
        advice=sentence or _("Le lien est peut-être incomplet. Ouvrez-le depuis le courriel que vous avez reçu."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(
        request,
        404,
        _("Cette page n’existe pas"),
        advice=_("L’adresse est peut-être incomplète, ou la page a été retirée."),
    )


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault: says so, and offers to send again what was typed. A database that does not answer is a pause."""
    if isinstance(sys.exc_info()[1], (InterfaceError, OperationalError)):
        return unavailable(request)
    return _answer(
        request,
        500,
        _("Le site a eu un problème"),
        advice=_("Ce n’est pas de votre fait. Réessayez dans quelques minutes, ou appelez-nous."),
        **_again(request),
    )


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = _answer(
        request,
        503,
        _("Le site est momentanément arrêté"),
        advice=_("Réessayez dans quelques minutes, ou appelez-nous. Ce que vous avez enregistré est gardé."),
        **_again(request),
    )
    response["Retry-After"] = "120"
    return response


@requires_csrf_token
def too_many(request: HttpRequest, refusal: RateLimited) -> HttpResponse:
    response = _answer(
        request,
        429,
        _("Trop d’envois en peu de temps"),
        advice=refusal.sentence,
        **_again(request),
    )
    response["Retry-After"] = str(refusal.retry_after)
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token is missing or old (cookies erased, page kept open for long): what was typed is offered with a new one.

    Never a ready-made repetition for a signed-in agent or a page of another site: there it could be forged, so the
    words are only shown, to be copied.
    """
    logger.info("csrf refused: %s", reason)
    forged = "Origin" in reason or "Referer" in reason
    repeatable = not (forged or request.user.is_authenticated)
    return _answer(
        request,
        403,
        _("La page est restée ouverte trop longtemps"),
        advice=_("Par sécurité, il faut confirmer votre envoi. Rien n’est perdu : vos réponses sont ci-dessous."),
        again=_typed(request),
        again_at=request.get_full_path() if repeatable else "",
        had_files=bool(request.FILES),
    )
