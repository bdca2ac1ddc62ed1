"""« Yanis Benali lit cette demande » : asked by the page every fifteen seconds, kept in the cache only."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from back_office import request_page, shell
from back_office.guards import agents_only
from requests_app import presence as signs
from requests_app.models import ServiceRequest


@require_GET
@agents_only
def presence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    by = shell.actor(request)
    service_request = ServiceRequest.objects.visible_to(by).filter(public_id=public_id).first()
    if service_request is None:
        raise Http404
    signs.seen(service_request.pk, by.user_id or 0, is_writing=request.GET.get("ecrit") == "1")
    others = request_page.others(service_request, by)
    return shell.no_store(render(request, "back_office/_presence.html", {"others": others}))
