"""Documents of the requests: downloaded, or shown as a picture made by us. Policy and trail are those of `files`."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from back_office import shell
from back_office.guards import agents_only
from core.errors import Forbidden, Refused
from files import reading
from files.models import StoredFile


@require_GET
@agents_only
def download(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _open(request, public_id, inline=False)


@require_GET
@agents_only
def preview(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The picture of the first page; the preview is itself a stored file, read by the same door."""
    original = StoredFile.objects.filter(public_id=public_id).first()
    shown = original.preview if original else None
    if shown is None:
        raise Http404
    return _open(request, shown.public_id, inline=True)


def _open(request: HttpRequest, public_id: uuid.UUID, *, inline: bool) -> HttpResponse:
    """What is not this agent's does not exist; what the antivirus holds back says why."""
    try:
        readable = reading.open_file(public_id, by=shell.actor(request))
    except Forbidden as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        return shell.plain(
            request, "back_office/refused.html", status=409, title=_("Document fermé"), sentence=refusal.sentence
        )
    return reading.response(readable, inline=inline)
