"""Doing something to a request: one post, one operation, then the page again, whole or as a fragment."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from back_office import dock, request_page, shell, uploads
from back_office.actions import BY_SLUG, DeskAction, Done, available, revision_of
from back_office.filters import Filters
from back_office.forms import DockForm
from back_office.guards import agents_only
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale
from files.models import StoredFile
from requests_app.enums import Action
from requests_app.models import ServiceRequest


@require_POST
@agents_only
def act(request: HttpRequest, public_id: uuid.UUID, slug: str) -> HttpResponse:
    """A refusal shows the page again with the sentence and everything that was typed."""
    by = shell.actor(request)
    service_request = ServiceRequest.objects.visible_to(by).by_public_id(public_id).first()
    action = BY_SLUG.get(slug)
    if service_request is None or action is None:
        raise Http404
    form = action.build(service_request, request.POST, dock.keep_prefix(service_request, slug))
    joined = uploads.kept(request, service_request)
    try:
        if action.files:
            joined += uploads.store_new(request, service_request, by, len(joined))
        if not form.is_valid():
            return _again(request, service_request, action, form, joined, status=422)
        if action.action is Action.DECIDE and "apercu" in request.POST:
            shown = dock.preview(service_request, form.cleaned_data, by)
            return _again(request, service_request, action, form, joined, status=200, preview=shown)
        action.run(Done(service_request.pk, by, revision_of(request.POST), form, [file.pk for file in joined]))
    except Refused as refusal:
        return _refused(request, by, service_request.public_id, action, form, joined, refusal)
    return _done(request, by, service_request, action)


def _refused(
    request: HttpRequest,
    by: Actor,
    public_id: uuid.UUID,
    action: DeskAction,
    form: DockForm,
    joined: list[StoredFile],
    refusal: Refused,
) -> HttpResponse:
    """The request as it is now; when it left this agent's services meanwhile, it is as if it did not exist."""
    service_request = ServiceRequest.objects.visible_to(by).by_public_id(public_id).first()
    if service_request is None:
        raise Http404
    return _again(request, service_request, action, form, joined, status=_status(refusal), sentence=refusal.sentence)


def _status(refusal: Refused) -> int:
    if isinstance(refusal, Stale):
        return 409
    return 403 if isinstance(refusal, Forbidden) else 422


def _listing(request: HttpRequest) -> str:
    """The query of the list the agent came from, as known values only."""
    return Filters.parse(request.POST.get("liste", "")).as_query()


def _again(
    request: HttpRequest,
    service_request: ServiceRequest,
    action: DeskAction,
    form: DockForm,
    joined: list[StoredFile],
    *,
    status: int,
    **shown: Any,
) -> HttpResponse:
    by, listing = shell.actor(request), _listing(request)
    since = revision_of(request.POST) if status == 409 else None
    again = dock.build(
        service_request, available(service_request, by), action,
        by=by, listing=listing, form=form, files=joined, focus=True, **shown,
    )  # fmt: skip
    context = request_page.build(request, service_request, by, listing=listing, dock_shown=again, since=since)
    return _answer(request, context, status=status)


def _answer(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    swapped = request.headers.get("HX-Request")
    template = "back_office/_request_answer.html" if swapped else "back_office/request.html"
    current = Filters.parse(context["listing"]).view.slug
    return shell.page(request, template, current=current, status=status, **context)


def _done(request: HttpRequest, by: Actor, service_request: ServiceRequest, action: DeskAction) -> HttpResponse:
    """Post, redirect, get; with htmx the same fragment the page includes."""
    listing = _listing(request)
    from_tray = "corbeille" in request.POST
    sent = dock.keep_prefix(service_request, action.slug)
    messages.success(request, str(action.done), extra_tags=f"sent={sent}")
    if from_tray:
        return HttpResponseRedirect(reverse("back_office:tray"))
    fresh = ServiceRequest.objects.visible_to(by).by_public_id(service_request.public_id).first()
    if fresh is None:
        return _leave(request, listing)
    if request.headers.get("HX-Request"):
        return _answer(request, request_page.build(request, fresh, by, listing=listing))
    page = reverse("back_office:request", args=[fresh.public_id])
    return HttpResponseRedirect(f"{page}?{listing}" if listing else page)


def _leave(request: HttpRequest, listing: str) -> HttpResponse:
    """The request went to a service this agent does not see."""
    inbox = reverse("back_office:inbox") + (f"?{listing}" if listing else "")
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = inbox
        return answer
    return HttpResponseRedirect(inbox)
