"""The whole request as one PDF: its answers and its story, then each document behind a numbered page."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from back_office import request_page, shell, side, story_lines, words
from back_office.guards import agents_only
from core import trail
from core.actor import Actor
from core.enums import Channel
from core.templatetags.grc_dates import date_simple, heure
from documents.assembling import Part, assemble
from documents.errors import CannotRender
from documents.letters import render_letter
from files import reading as file_reading
from files.models import StoredFile
from requests_app import protected, reading
from requests_app.models import ServiceRequest

# Made while the agent waits: what is heavier is opened document by document.
MOST_BYTES = 25_000_000
MOST_DOCUMENTS = 40


@require_GET
@agents_only
def dossier(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    by = shell.actor(request)
    try:
        service_request = reading.read_request(public_id, by=by)
    except ServiceRequest.DoesNotExist as missing:
        raise Http404 from missing
    files = reading.documents(service_request)
    if len(files) > MOST_DOCUMENTS or sum(stored.size for stored in files) > MOST_BYTES:
        return _too_heavy(request)
    try:
        pdf = _pdf(request, service_request, files)
    except CannotRender as error:
        return shell.plain(
            request, "back_office/refused.html", status=503, title=_("PDF indisponible"), sentence=str(error)
        )
    trail.record(by, trail.Verb.EXPORT, "request", service_request.pk, documents=len(files))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="demande-{service_request.number}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return shell.no_store(answer)


def _too_heavy(request: HttpRequest) -> HttpResponse:
    sentence = _("Cette demande a trop de documents pour un seul PDF. Ouvrez-les un par un depuis la demande.")
    return shell.plain(request, "back_office/refused.html", status=409, title=_("PDF trop lourd"), sentence=sentence)


def _pdf(request: HttpRequest, service_request: ServiceRequest, files: list[StoredFile]) -> bytes:
    title = _("Demande %s") % service_request.number
    cover = render_letter(
        "letters/dossier.html", _data(request, service_request, files), commune=service_request.commune, title=title
    )
    return assemble(cover, [_part(request, service_request, stored) for stored in files])


def _part(request: HttpRequest, service_request: ServiceRequest, stored: StoredFile) -> Part:
    """A file held back by the antivirus, or by a protected address, keeps its number, and a page that says so."""
    if protected.hides_file(service_request, stored, shell.actor(request)):
        return Part(stored.name, b"", stored.content_type, protected.why_file_is_hidden())
    if not file_reading.is_readable(stored):
        return Part(stored.name, b"", stored.content_type)
    readable = file_reading.open_file(stored.pk, by=shell.actor(request))
    return Part(readable.name, readable.content, readable.content_type)


def _data(request: HttpRequest, service_request: ServiceRequest, files: list[StoredFile]) -> dict[str, Any]:
    by = shell.actor(request)
    prose, rows = request_page.answers(service_request, by)
    person = side.build(service_request, [], by, "").person
    now = timezone.localtime()
    service = service_request.service
    return {
        "number": service_request.number,
        "title": service_request.title,
        "procedure_title": service_request.procedure.title,
        "received_on": service_request.received_on,
        "channel_label": str(Channel(service_request.channel).label).lower(),
        "phase_label": service_request.get_phase_display(),
        "service": {
            "name": service.name, "address": ", ".join(service.postal_lines), "phone": service.phone,
            "email": service.email,
        },
        "person": _person(service_request, person, by),
        "answers": [{"title": "", "rows": [{"label": row.label, "value": row.value} for row in (*rows, *prose)]}],
        "story": [_story(line) for line in story_lines.discreet(service_request, "", by)],
        "documents": [{"title": stored.name, "detail": words.size(stored.size)} for stored in files],
        "printed_on": f"{date_simple(now)}, {heure(now)}",
        "printed_by": request.user.display_name,  # type: ignore[union-attr]
    }  # fmt: skip


def _person(service_request: ServiceRequest, person: side.Person, by: Actor) -> dict[str, Any]:
    phones = [contact.value for contact in person.contacts if contact.icon == "phone"]
    lines = [line.strip() for line in service_request.reply_postal.splitlines() if line.strip()]
    if protected.hides_address(service_request, by):
        lines = [protected.label()]
    return {
        "name": person.name,
        "email": service_request.reply_email,
        "phone": ", ".join(phones),
        "address_lines": lines,
    }


def _story(line: story_lines.Line) -> dict[str, str]:
    label = line.label or (_("Note interne") if line.form == "note" else "")
    return {"date": line.moment, "author": line.who, "label": label, "text": line.text}
