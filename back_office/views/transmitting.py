"""Sending a request on to the competent administration (CRPA L114-2), after reading what will leave."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from back_office import shell
from back_office.actions import revision_of
from back_office.forms_ties import TransmitForm
from back_office.guards import agents_only
from back_office.views.merging import page_url
from back_office.views.ties import find, from_tray
from core import calendar
from core.enums import Channel
from core.errors import Refused, Stale
from organisation.models import Administration
from requests_app import operations
from requests_app.models import ServiceRequest, Transmission
from requests_app.operations.tell import transmission_words
from requests_app.operations.transmit import channel_for


@dataclass(frozen=True)
class Preview:
    target: Administration
    way: str
    words: str
    told: str


@require_http_methods(["GET", "POST"])
@agents_only
def transmit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    by = shell.actor(request)
    here = find(public_id, by)
    directory = Administration.objects.filter(commune_id=here.commune_id, is_active=True)
    form = TransmitForm(request.POST if request.method == "POST" else None, directory=directory)
    if request.method == "GET":
        return _shown(request, here, form)
    if not form.is_valid():
        return _shown(request, here, form, status=422)
    try:
        if "confirmer" not in request.POST:
            return _shown(request, here, form, preview=_preview(here, form))
        operations.transmit_request(
            here.pk, administration_id=form.chosen.pk, reason=form.cleaned_data["reason"], by=by,
            revision=revision_of(request.POST),
        )  # fmt: skip
    except Refused as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return _shown(request, here, form, status=status, sentence=refusal.sentence)
    messages.success(request, _("La demande est transmise à : %s. La personne en est avertie.") % form.chosen.name)
    page = reverse("back_office:request", args=[here.public_id])
    return HttpResponseRedirect(reverse("back_office:tray") if from_tray(request) else page)


def _preview(here: ServiceRequest, form: TransmitForm) -> Preview:
    target = form.chosen
    planned = Transmission(
        request=here,
        administration=target,
        reason=form.cleaned_data["reason"],
        transmitted_on=calendar.today(here.commune),
    )
    by_email = channel_for(here, target) == Channel.EMAIL
    way = _("par courriel, à %s") % target.email if by_email else _("par courrier, à imprimer")
    return Preview(target, way, transmission_words(planned), _told(here))


def _told(here: ServiceRequest) -> str:
    if here.answers_by_email:
        return _("par courriel, à %s") % here.reply_email
    return _("par courrier, à imprimer") if here.reply_postal else _("par son lien de suivi : elle n’a pas d’adresse")


def _shown(
    request: HttpRequest,
    here: ServiceRequest,
    form: TransmitForm,
    *,
    status: int = 200,
    sentence: str = "",
    preview: Preview | None = None,
) -> HttpResponse:
    return shell.page(
        request, "back_office/transmit.html", status=status, commune=here.commune, here=here, form=form,
        sentence=sentence, preview=preview, back=page_url(request, here), from_tray=from_tray(request),
        no_directory=not form.known,
    )  # fmt: skip
