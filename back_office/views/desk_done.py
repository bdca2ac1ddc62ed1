"""After the desk: number, code and QR to give at once, the acknowledgement to print, and the next person."""

from __future__ import annotations

import uuid

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from back_office import desk_form, shell
from back_office.guards import agents_only
from core import calendar
from core.enums import Channel
from core.errors import Refused
from requests_app import acknowledging, policies
from requests_app.enums import AcknowledgementKind
from requests_app.models import Acknowledgement, ServiceRequest
from requests_app.operations import hand_receipt
from requests_app.reading.receipt import receipt_pdf


@require_GET
@agents_only
def done(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """For whoever typed it, half an hour long; then for those who see the request."""
    found = _of(request, public_id)
    by = shell.actor(request)
    receipt = found.acknowledgements.filter(kind=AcknowledgementKind.ARE).first()
    opens = policies.can_view(by, found)
    return shell.page(
        request,
        "back_office/desk/done.html",
        current="guichet",
        commune=found.commune,
        found=found,
        receipt=receipt,
        way=_way(found, receipt),
        to_hand=_to_hand(found, receipt),
        qr=qr_of(acknowledging.follow_url(found)),
        request_url=reverse("back_office:request", args=[found.public_id]) if opens else "",
        service_name=found.service.legal_entity.name if found.confidential else found.service.name,
    )


@require_GET
@agents_only
def receipt(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The acknowledgement as a PDF, to print while the person is there."""
    found = _of(request, public_id)
    try:
        content = receipt_pdf(found.pk, by=shell.actor(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(reverse("back_office:desk_done", args=[public_id]))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="accuse-{found.number}.pdf"'
    return shell.no_store(answer)


@require_POST
@agents_only
def handed(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """« Remis »: the clock of the acknowledgement stops on this day."""
    found = _of(request, public_id)
    try:
        hand_receipt(found.pk, by=shell.actor(request))
        messages.success(request, _("L’accusé de réception est noté comme remis aujourd’hui."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(reverse("back_office:desk_done", args=[public_id]))


@require_GET
@agents_only
def prepared(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A request prepared and not filed: the code that the person takes away. No clock runs."""
    opened = desk_form.find(str(public_id), shell.actor(request))
    if opened is None:
        raise Http404
    return shell.page(
        request,
        "back_office/desk/prepared.html",
        current="guichet",
        commune=opened.draft.commune,
        draft=opened.draft,
        procedure=opened.procedure,
        way=request.GET.get("voie", ""),
    )


def _of(request: HttpRequest, public_id: uuid.UUID) -> ServiceRequest:
    """What this agent neither typed just now nor sees does not exist."""
    links = ("commune", "service__legal_entity", "procedure", "procedure_version", "citizen")
    found = ServiceRequest.objects.select_related(*links).filter(public_id=public_id).first()
    by = shell.actor(request)
    if found is None or not (policies.entered_just_now(by, found, calendar.now()) or policies.can_view(by, found)):
        raise Http404
    return found


def _way(found: ServiceRequest, receipt: Acknowledgement | None) -> str:
    """By which way the acknowledgement leaves, in words."""
    if receipt is None:
        return _("Personne n’a laissé d’adresse : donnez le numéro et le code.")
    if receipt.channel == Channel.EMAIL:
        return _("L’accusé de réception part à %s.") % receipt.address
    if found.ar_sent_on:
        return _("L’accusé de réception a été remis.")
    if receipt.channel == Channel.POST:
        return _("L’accusé de réception est à imprimer et à poster, ou à remettre tout de suite.")
    if found.channel == Channel.PHONE:
        return _("Aucune adresse n’est notée : dictez le numéro et le code, ils ouvrent l’accusé de réception.")
    return _("L’accusé de réception est à imprimer et à remettre.")


def _to_hand(found: ServiceRequest, receipt: Acknowledgement | None) -> bool:
    """Nobody is handed anything over the phone."""
    waits = receipt is not None and found.ar_sent_on is None and receipt.channel != Channel.EMAIL
    return waits and found.channel != Channel.PHONE


def qr_of(url: str) -> SafeString:
    """Drawn by segno from our own address: nothing typed by a person enters the picture."""
    svg = segno.make(url, error="m").svg_inline(scale=4, border=2, title=_("Suivre la demande"))
    return mark_safe(svg)  # noqa: S308
