"""Following by number and code: the state only, at a screen where the link is not at hand."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.errors import RateLimited, Refused
from portal.forms import FollowForm
from portal.rendering import page, personal
from portal.views.errors import too_many
from requests_app.reading import follow_by_code


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def ask(request: HttpRequest) -> HttpResponse:
    """The form; the one of the home page comes here half filled in."""
    return _form(request, FollowForm.read(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def state(request: HttpRequest) -> HttpResponseBase:
    """The same sentence whatever is wrong, so that nobody learns which numbers exist."""
    if request.method != "POST":
        return redirect("portal:follow")
    form = FollowForm.read(request.POST)
    if not form.check():
        return _form(request, form)
    try:
        status = follow_by_code(form.number, form.code, form.proof, request.META.get("REMOTE_ADDR", ""))
    except RateLimited as refusal:
        return too_many(request, refusal)
    except Refused as refusal:
        form.errors["numero"] = refusal.sentence
        return _form(request, form)
    return page(request, "portal/follow_state.html", {"status": status}, current="suivi")


def _form(request: HttpRequest, form: FollowForm) -> HttpResponse:
    return page(request, "portal/follow.html", {"form": form, "faults": form.faults}, current="suivi")
