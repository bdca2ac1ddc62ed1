"""One request on one page, or its dock alone when a tab or a button asks for it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from back_office import actions, kept, request_page, shell
from back_office.filters import Filters
from back_office.guards import agents_only
from requests_app import reading
from requests_app.models import ServiceRequest


@require_GET
@agents_only
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Recorded in the access trail, once a page; what is confidential for this agent does not exist."""
    by = shell.actor(request)
    listing, wanted = Filters.read(request.GET).as_query(), request.GET.get("faire", "")
    if request.headers.get("HX-Target") == "dock":
        return _dock(request, public_id, wanted, listing)
    try:
        service_request = reading.read_request(public_id, by=by)
    except ServiceRequest.DoesNotExist as missing:
        raise Http404 from missing
    data = kept.give_back(request)
    context = request_page.build(request, service_request, by, listing=listing, wanted=wanted, data=data)
    return shell.page(request, "back_office/request.html", current=Filters.parse(listing).view.slug, **context)


def _dock(request: HttpRequest, public_id: uuid.UUID, wanted: str, listing: str) -> HttpResponse:
    """The page around it was already shown and recorded."""
    by = shell.actor(request)
    service_request = ServiceRequest.objects.visible_to(by).by_public_id(public_id).first()
    if service_request is None:
        raise Http404
    offered = actions.available(service_request, by)
    shown = request_page.writing_dock(service_request, offered, wanted, by=by, listing=listing)
    return shell.page(
        request, "back_office/_dock.html", commune=service_request.commune, service_request=service_request,
        dock=shown, listing=listing,
    )  # fmt: skip
