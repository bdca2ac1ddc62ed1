"""The screen of what failed, and « Réessayer »."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from back_office import failures, shell
from back_office.guards import agents_only
from back_office.rail import can_see_failures
from channels_app.enums import InboundState
from channels_app.operations import replay, set_aside
from core import outbox, trail
from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import Commune
from files.enums import ScanState
from files.operations import scan
from messaging import operations as messaging
from messaging.queries import domain_alarms, sending_domains


def _require(request: HttpRequest) -> None:
    if not can_see_failures(shell.actor(request)):
        raise Forbidden(_("Cet écran est ouvert aux agents d’accueil et aux responsables de service."))


@require_GET
@agents_only
def failures_page(request: HttpRequest) -> HttpResponse:
    _require(request)
    chapters = failures.all_of(shell.actor(request))
    alarms = domain_alarms(Commune.objects.current())
    return shell.page(request, "back_office/failures.html", current="echecs", chapters=chapters, alarms=alarms)


@require_POST
@agents_only
def retry_sending(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Puts a sending back in its queue."""
    _require(request)
    by = shell.actor(request)
    dispatch = failures.visible_dispatches(by).filter(public_id=public_id).first()
    if dispatch is None:
        raise Http404
    try:
        # The request may have changed service since the envelope was written: who sees it now answers for it.
        messaging.retry(dispatch.pk, Actor.system("back_office"))
        trail.record(by, trail.Verb.READ, "dispatch", dispatch.pk, retried=True)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("L’envoi repart dans la minute."))
    return HttpResponseRedirect(reverse("back_office:failures"))


@require_POST
@agents_only
def retry_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Asks the antivirus again."""
    _require(request)
    stored = failures.visible_files(shell.actor(request)).filter(public_id=public_id).first()
    if stored is None:
        raise Http404
    if scan(stored.pk) == ScanState.PENDING:
        messages.warning(request, _("L’antivirus ne répond toujours pas. Le fichier reste fermé et sera réessayé."))
    else:
        messages.success(request, _("L’antivirus a répondu."))
    return HttpResponseRedirect(reverse("back_office:failures"))


@require_POST
@agents_only
def retry_task(request: HttpRequest, delivery_id: int) -> HttpResponse:
    _require(request)
    if not failures.visible_deliveries(shell.actor(request)).filter(pk=delivery_id).exists():
        raise Http404
    outbox.retry(delivery_id)
    messages.success(request, _("La tâche est relancée."))
    return HttpResponseRedirect(reverse("back_office:failures"))


@require_POST
@agents_only
def retry_mail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Reads the mail again, from its bytes as they came."""
    _require(request)
    by = shell.actor(request)
    mail = failures.visible_mails(by).filter(public_id=public_id).first()
    if mail is None:
        raise Http404
    try:
        done = replay(mail.pk, by=by)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        trail.record(by, trail.Verb.READ, "inbound_email", mail.pk, retried=True)
        if done.state == InboundState.QUARANTINED:
            messages.warning(request, _("Ce courriel n’a toujours pas pu être lu. Il reste gardé en entier."))
        else:
            messages.success(request, _("Le courriel est lu : il est à sa place."))
    return HttpResponseRedirect(reverse("back_office:failures"))


@require_POST
@agents_only
def set_aside_mail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """With the reason of the agent: what asks for nothing leaves the quarantine."""
    _require(request)
    by = shell.actor(request)
    mail = failures.visible_mails(by).filter(public_id=public_id).first()
    if mail is None:
        raise Http404
    try:
        set_aside(mail.pk, by=by, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Le courriel est écarté. Il est gardé un an, puis effacé."))
    return HttpResponseRedirect(reverse("back_office:failures"))


@require_GET
@agents_only
def sending_page(request: HttpRequest) -> HttpResponse:
    """Whether the mails of the town are trusted by those who receive them, domain by domain."""
    _require(request)
    rows = sending_domains(Commune.objects.current())
    return shell.page(request, "back_office/sending.html", current="envoi", domains=rows)
