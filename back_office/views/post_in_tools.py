"""Around the day’s mail: scans brought in, page pictures, separator sheets, the register of a day."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from PIL import Image

from back_office import shell
from back_office.guards import agents_only
from back_office.post_in_state import PostState
from back_office.views.post_in import require
from channels_app.models import ScanBatch
from channels_app.operations import postal
from channels_app.post import conf
from channels_app.post.reading import register_of
from channels_app.post.separator import separator_pdf
from core import calendar, trail
from core.actor import Actor
from core.errors import Forbidden, Refused
from files import reading
from files.enums import OwnerKind
from files.models import StoredFile
from files.uploading import up_to

_SMALL = (200, 280)


@require_POST
@up_to(lambda: conf.number("GRC_SCAN_MAX_BYTES"))
@agents_only
def add(request: HttpRequest) -> HttpResponse:
    """Scans chosen or dropped: each is kept whole before anything is read; one bad file stops no other."""
    by, commune = require(request)
    state = PostState.read(request.POST, calendar.today(commune))
    taken = request.FILES.getlist("scans")
    if not taken:
        messages.error(request, _("Choisissez d’abord un fichier : PDF, TIFF, JPEG ou PNG."))
    for one in taken:
        _take(request, one, by)
    return HttpResponseRedirect(state.of_day(_received_on(request) or state.today))


def _take(request: HttpRequest, uploaded: UploadedFile, by: Actor) -> None:
    service = request.POST.get("service", "")
    try:
        if (uploaded.size or 0) > conf.number("GRC_SCAN_MAX_BYTES"):
            most = conf.number("GRC_SCAN_MAX_BYTES") // (1024 * 1024)
            raise Refused(_("Ce lot est trop lourd : %d Mo au plus. Numérisez-le en plusieurs fois.") % most)
        if getattr(uploaded, "crowded_out", False):
            raise Refused(_("Ces lots sont trop lourds ensemble : ajoutez celui-ci à part."))
        batch = postal.take_scan(
            uploaded.read(),
            name=uploaded.name or "",
            by=by,
            service_id=int(service) if service.isdecimal() and len(service) < 10 else None,
            received_on=_received_on(request),
            split_on_blank=bool(request.POST.get("blanches")),
        )
    except Refused as refusal:
        messages.error(request, f"{uploaded.name} : {refusal.sentence}")
        return
    if batch.is_copy:
        told = _("%(name)s est déjà là : c’est le lot %(rank)d du %(day)s.")
        day = batch.received_on.strftime("%d/%m/%Y")
        messages.warning(request, told % {"name": uploaded.name, "rank": batch.rank, "day": day})
    else:
        messages.success(request, _("%s est reçu : la lecture commence.") % uploaded.name)


def _received_on(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.POST.get("received_on", ""))
    except ValueError:
        return None


@require_POST
@agents_only
def read_again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    by, commune = require(request)
    state = PostState.read(request.POST, calendar.today(commune))
    batch = ScanBatch.objects.visible_to(by).filter(public_id=public_id).first()
    if batch is None:
        raise Http404
    try:
        postal.rescan(batch.pk, by=by)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Le lot %d est relu.") % batch.rank)
    return HttpResponseRedirect(state.of_day(batch.received_on))


@require_GET
@agents_only
def picture(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A page made by us from pixels; with `petite`, what the column shows."""
    by, _commune = require(request)
    stored = StoredFile.objects.filter(public_id=public_id, owner_kind=OwnerKind.SCAN_PAGE).first()
    if stored is None:
        raise Http404
    try:
        found = reading.open_file(stored.pk, by=by)
    except (Forbidden, Refused) as refusal:
        raise Http404 from refusal
    if request.GET.get("petite"):
        found = replace(found, content=_thumbnail(found.content))
    return reading.response(found, inline=True)


def _thumbnail(content: bytes) -> bytes:
    """The page as it is kept, when it cannot be made smaller."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as page:
            page.draft("L", _SMALL)
            small = page.convert("L")
    except OSError:
        return content
    small.thumbnail(_SMALL)
    output = io.BytesIO()
    small.save(output, "JPEG", quality=70)
    return output.getvalue()


@require_GET
@agents_only
def separator(request: HttpRequest) -> HttpResponse:
    _by, commune = require(request)
    answer = HttpResponse(separator_pdf(commune), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="feuille-de-separation.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
@agents_only
def register(request: HttpRequest) -> HttpResponse:
    """What was registered that day, by arrival number, as this agent may see it; made to be printed."""
    by, commune = require(request)
    state = PostState.read(request.GET, calendar.today(commune))
    rows = register_of(commune.pk, state.day, by)
    trail.record(by, trail.Verb.READ, "postal_register", state.day.isoformat())
    return shell.page(
        request,
        "back_office/post_in/register.html",
        current="courrier",
        commune=commune,
        state=state,
        rows=rows,
        yesterday=state.day - dt.timedelta(days=1),
        tomorrow=None if state.is_today else state.day + dt.timedelta(days=1),
    )
