"""« Courrier à expédier »: what waits for the printer and for the post, batch by batch or one by one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from back_office import post_out, shell
from back_office.guards import agents_only
from core import calendar
from core.errors import Forbidden, Refused
from core.models import Commune
from core.numbers import normalise_number
from messaging import letter_files, letter_queries, operations
from messaging.letter_queries import Batch, Letter
from organisation.access import access_of
from requests_app.models import ServiceRequest


def _require(request: HttpRequest) -> None:
    if not access_of(shell.actor(request)).service_ids:
        raise Forbidden(_("Cet écran est ouvert aux agents qui traitent des demandes."))


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("back_office:post_out"))


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    """With `retour`, the letters that the postman may have brought back: a request number or a registered number."""
    _require(request)
    commune, asked = Commune.objects.current(), request.GET.get("retour", "").replace("\x00", "").strip()[:60]
    found = _came_back(request, commune, asked) if asked else []
    page = post_out.build(shell.actor(request), commune, found)
    if request.headers.get("HX-Request"):
        return shell.no_store(render(request, "back_office/_post_out_batches.html", {"page": page}))
    return shell.page(
        request, "back_office/post_out.html", current="courrier-depart", commune=commune, page=page, asked=asked
    )


def _came_back(request: HttpRequest, commune: Commune, asked: str) -> list[Letter]:
    by = shell.actor(request)
    number = normalise_number(asked)
    pk = ServiceRequest.objects.visible_to(by).filter(number=number or "").values_list("pk", flat=True).first()
    found = letter_queries.posted_letters(by, commune, subject_ref=str(pk)) if pk else []
    return found or letter_queries.posted_letters(by, commune, registered_number="".join(asked.split()).upper())


@require_POST
@agents_only
def make(request: HttpRequest) -> HttpResponse:
    """The batch of the day, of all my services or of one."""
    _require(request)
    commune, chosen = Commune.objects.current(), request.POST.get("service", "")
    services = {int(chosen)} if chosen.isdecimal() and len(chosen) < 10 else None
    return _told(
        request,
        lambda: operations.make_print_batch(commune_id=commune.pk, service_ids=services, by=shell.actor(request)),
        lambda batch: _("Le lot %s se prépare : il sera prêt dans une minute.") % batch.number,
    )


@require_POST
@agents_only
def mark(request: HttpRequest) -> HttpResponse:
    """The chosen letters are printed, posted, or will leave registered."""
    _require(request)
    by = shell.actor(request)
    names = [name for name in request.POST.getlist("lettre") if _is_uuid(name)]
    ids = [one.dispatch.pk for one in letter_queries.letters_named(by, names)]
    if not ids:
        messages.error(request, _("Cochez d’abord une lettre."))
        return _back()
    number = request.POST.get("recommande", "")
    if request.POST.get("geste") == "imprimees":
        return _told(request, lambda: operations.mark_printed(ids, by=by), _printed)
    if request.POST.get("geste") == "recommandees":
        return _told(request, lambda: _registered(request, ids, number), lambda _done: _("Le numéro est noté."))
    if request.POST.get("geste") != "postees":
        return _unknown(request)
    return _told(
        request,
        lambda: operations.mark_posted(ids, posted_on=_day(request), registered_number=number, by=by),
        _posted,
    )


def _registered(request: HttpRequest, ids: list[int], number: str) -> object:
    if len(ids) > 1:
        raise Refused(_("Un numéro de recommandé vaut pour une seule lettre."))
    if not number.strip():
        raise Refused(_("Écrivez le numéro de recommandé."))
    return operations.note_registered(ids[0], number, by=shell.actor(request))


@require_GET
@agents_only
def letter_pdf(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    _require(request)
    found = letter_queries.letter(shell.actor(request), public_id)
    if found is None:
        raise Http404
    return _pdf(request, lambda: letter_files.letter_pdf(found.dispatch, by=shell.actor(request)), "lettre")


@require_GET
@agents_only
def batch_letters(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the printer takes: the whole batch, or what follows the letter where it stopped."""
    batch = _batch(request, public_id)
    return _pdf(request, lambda: letter_files.batch_pdf(batch, by=shell.actor(request)), batch.row.number)


@require_GET
@agents_only
def batch_list(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The dispatch list, as it stands now: registered numbers and posted days included."""
    batch = _batch(request, public_id)
    name = _("bordereau-%s") % batch.row.number
    return _pdf(request, lambda: letter_files.dispatch_list(batch, by=shell.actor(request)), name)


@require_POST
@agents_only
def batch_move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    batch, by = _batch(request, public_id), shell.actor(request)
    ids = [one.dispatch.pk for one in batch.letters if one.is_waiting]
    move = request.POST.get("geste")
    if move == "imprime":
        return _told(request, lambda: operations.mark_printed(ids, by=by), _printed)
    if move == "reprendre":
        return _told(
            request,
            lambda: operations.resume_batch(batch.row.pk, from_rank=_rank(request), by=by),
            lambda row: _("Téléchargez le lot : il reprend à la lettre n° %d.") % row.resumed_from,
        )
    if move != "poste":
        return _unknown(request)
    return _told(request, lambda: operations.mark_posted(ids, posted_on=_day(request), by=by), _posted)


@require_POST
@agents_only
def came_back(request: HttpRequest) -> HttpResponse:
    _require(request)
    name = request.POST.get("lettre", "")
    found = letter_queries.letter(shell.actor(request), name) if _is_uuid(name) else None
    if found is None:
        raise Http404
    reason = request.POST.get("motif", "")
    return _told(
        request,
        lambda: operations.mark_returned(found.dispatch.pk, reason, by=shell.actor(request), returned_on=_day(request)),
        lambda _done: _("Le retour est noté : le service doit joindre la personne autrement."),
    )


@require_POST
@agents_only
def send_again(request: HttpRequest) -> HttpResponse:
    """A returned letter leaves to the address as the agent corrected it."""
    _require(request)
    name = request.POST.get("lettre", "")
    found = letter_queries.letter(shell.actor(request), name) if _is_uuid(name) else None
    if found is None:
        raise Http404
    return _told(
        request,
        lambda: operations.send_again(found.dispatch.pk, request.POST.get("adresse", ""), by=shell.actor(request)),
        lambda _made: _("La lettre se prépare pour la nouvelle adresse : elle attendra ici d’être imprimée."),
    )


def _batch(request: HttpRequest, public_id: uuid.UUID) -> Batch:
    _require(request)
    found = letter_queries.batch(shell.actor(request), public_id)
    if found is None:
        raise Http404
    return found


def _told(request: HttpRequest, act: Callable[[], Any], say: Callable[[Any], str]) -> HttpResponse:
    try:
        done = act()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, say(done))
    return _back()


def _unknown(request: HttpRequest) -> HttpResponse:
    """A letter is never said to be posted by default: that day is the one of its acknowledgement."""
    messages.error(request, _("Rien n’a changé : choisissez ce qui est fait de ces lettres."))
    return _back()


def _pdf(request: HttpRequest, make_content: Callable[[], bytes], name: str) -> HttpResponse:
    try:
        content = make_content()
    except Refused as refusal:
        return shell.plain(
            request, "back_office/refused.html", status=409, title=_("PDF indisponible"), sentence=refusal.sentence
        )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return shell.no_store(answer)


def _printed(count: int) -> str:
    return ngettext("%(n)d lettre imprimée.", "%(n)d lettres imprimées.", count) % {"n": count}


def _posted(count: int) -> str:
    return ngettext("%(n)d lettre postée.", "%(n)d lettres postées.", count) % {"n": count}


def _day(request: HttpRequest) -> dt.date:
    """Today unless another day is given. Raises Refused."""
    typed = request.POST.get("jour", "").strip()
    if not typed:
        return calendar.today(Commune.objects.current())
    try:
        return dt.date.fromisoformat(typed)
    except ValueError as error:
        raise Refused(_("« %s » n’est pas une date.") % typed[:20]) from error


def _rank(request: HttpRequest) -> int:
    typed = request.POST.get("rang", "").strip()
    if not typed.isdecimal() or len(typed) > 6:
        raise Refused(_("Écrivez le numéro de la première lettre à réimprimer."))
    return int(typed)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
