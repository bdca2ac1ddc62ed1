"""The tray to qualify; its forms post to the same addresses as the page of a request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from back_office import choices, forms, shell, tray
from back_office.guards import agents_only
from core import trail
from core.models import Commune


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    """The whole of one message is shown: its reading is recorded."""
    commune, by = Commune.objects.current(), shell.actor(request)
    context = tray.build(by, commune, request.GET.get("demande", ""))
    opened = context["opened"]
    if opened is not None:
        trail.record(by, trail.Verb.READ, "request", opened.request.pk)
        found = opened.request
        context["qualify_form"] = forms.QualifyForm(procedures=tray.catalogue(found), auto_id="qualifier-%s")
        context["reroute_form"] = forms.RerouteForm(
            services=choices.destinations(found.commune_id, [found]), auto_id="reorienter-%s"
        )
        context["aside_form"] = forms.SetAsideForm(auto_id="ecarter-%s")
    return shell.page(request, "back_office/tray.html", current="a-qualifier", commune=commune, **context)
