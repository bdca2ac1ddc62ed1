"""One procedure: its page, and the beginning of a draft."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.enums import Channel
from gdpr.notices import notice_for
from portal.limits import limited
from portal.rendering import page, personal
from portal.sheets import sheet_of, visit_of
from portal.town import town_of
from procedures.models import Procedure
from procedures.published import form_of
from requests_app.models import Draft
from requests_app.operations import start_draft

# A second click within this time opens the same empty draft again.
SAME_START = dt.timedelta(minutes=10)
BEGUN = "brouillon"


def _procedure(request: HttpRequest, code: str) -> Procedure:
    commune = town_of(request)
    links = ("current", "family", "service", "legal_entity")
    published = Procedure.objects.published().select_related(*links).filter(commune=commune)
    chosen = get_object_or_404(published, code=code)
    assert chosen.current is not None  # noqa: S101 - published() means it has a version
    chosen.current.procedure = chosen
    chosen.commune = chosen.service.commune = commune
    return chosen


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    chosen = _procedure(request, code)
    assert chosen.current is not None  # noqa: S101 - published() means it has a version
    form = form_of(chosen.current)
    context = {
        "procedure": chosen,
        "sheet": sheet_of(chosen),
        "visit": visit_of(chosen.current),
        "notice": notice_for(chosen.current),
        "page_count": len(form.pages({})) + 1,
    }
    return page(request, "portal/procedure.html", context, current="demarches")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@limited("commencer")
def start(request: HttpRequest, code: str) -> HttpResponseRedirect:
    """A reload, a double click or the back button finds the empty draft just begun, not a second one."""
    chosen = _procedure(request, code)
    if request.method != "POST":
        return redirect("portal:procedure", code=code)
    assert chosen.current is not None  # noqa: S101 - published() means it has a version
    draft = _just_begun(request, chosen) or start_draft(chosen.current.pk, Channel.WEB, commune=chosen.commune)
    first = form_of(chosen.current).pages(draft.answers)[0]
    return _remembering(redirect("portal:page", draft=draft.public_id, page=first.key), request, draft)


def _remembering(answer: HttpResponseRedirect, request: HttpRequest, draft: Draft) -> HttpResponseRedirect:
    """A cookie for this address alone: no session, read at each page and written in the database, for one click."""
    answer.set_signed_cookie(
        BEGUN,
        str(draft.public_id),
        max_age=SAME_START,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _just_begun(request: HttpRequest, chosen: Procedure) -> Draft | None:
    known = request.get_signed_cookie(BEGUN, "", max_age=SAME_START)
    if not known:
        return None
    return Draft.objects.filter(
        public_id=known,
        procedure_version_id=chosen.current_id,
        request__isnull=True,
        answers={},
        created_at__gte=timezone.now() - SAME_START,
    ).first()
