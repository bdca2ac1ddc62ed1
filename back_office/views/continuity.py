"""Blank forms for a day without network: printed in advance, entered afterwards by their code."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from back_office import shell
from back_office.guards import agents_only
from back_office.rail import address
from channels_app.enums import PackState
from channels_app.models import FormPack
from channels_app.operations import find_code, reserve_forms, retry_form_pack
from channels_app.operations.reserve_forms import MOST_COPIES
from core.enums import Channel
from core.errors import Refused
from core.models import Commune
from procedures import queries
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from requests_app import policies

SHOWN = 10


@dataclass(frozen=True)
class Choice:
    name: str
    title: str
    typed: str


@require_http_methods(["GET", "POST"])
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    """Choosing and printing; a refusal says why and keeps what was typed."""
    policies.require(policies.can_use_desk(shell.actor(request)))
    commune, error = Commune.objects.current(), ""
    if request.method == "POST":
        try:
            reserve_forms(_copies(request, commune), commune_id=commune.pk, by=shell.actor(request))
        except Refused as refusal:
            error = refusal.sentence
        else:
            messages.success(request, _("Les formulaires se préparent. Le lot apparaît ci-dessous dans un instant."))
            return HttpResponseRedirect(reverse("back_office:continuity"))
    packs = FormPack.objects.filter(commune=commune).select_related("made_by", "file")
    counted = packs.annotate(copies=Count("codes"), used=Count("codes__used_by"))
    return shell.page(
        request,
        "back_office/continuity.html",
        current="continuite",
        commune=commune,
        choices=_choices(request, commune),
        packs=counted[:SHOWN],
        states=PackState,
        most=MOST_COPIES,
        error=error,
        typed_code=request.GET.get("code", ""),
        status=422 if error else 200,
    )


def _choices(request: HttpRequest, commune: Commune) -> list[Choice]:
    """What a person may file on paper at the counter."""
    found = [one for one in queries.catalogue(commune) if one.current]
    return [
        Choice(f"copies-{one.code}", one.title, request.POST.get(f"copies-{one.code}", "")[:20])
        for one in found
        if one.current and meaning(one.current, Channel.COUNTER) == ChannelMeaning.FILES
    ]


def _copies(request: HttpRequest, commune: Commune) -> dict[str, int]:
    wanted = {}
    for choice in _choices(request, commune):
        typed = choice.typed.strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            raise Refused(_("« %s » n’est pas un nombre d’exemplaires. Écrivez un chiffre, ou rien.") % typed)
        wanted[choice.name.removeprefix("copies-")] = int(typed or 0)
    return wanted


@require_GET
@agents_only
def pack(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The PDF, once it is made, by the one door of files."""
    policies.require(policies.can_use_desk(shell.actor(request)))
    found = (
        FormPack.objects.filter(public_id=public_id, commune=Commune.objects.current()).select_related("file").first()
    )
    if found is None or found.file is None:
        raise Http404
    return HttpResponseRedirect(reverse("back_office:file", args=[found.file.public_id]))


@require_POST
@agents_only
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = FormPack.objects.filter(public_id=public_id, commune=Commune.objects.current()).first()
    if found is None:
        raise Http404
    retry_form_pack(found.pk, by=shell.actor(request))
    return HttpResponseRedirect(reverse("back_office:continuity"))


@require_POST
@agents_only
def enter(request: HttpRequest) -> HttpResponse:
    """From the code printed on a form to the desk, ready to type what it says."""
    policies.require(policies.can_use_desk(shell.actor(request)))
    typed = request.POST.get("code", "")[:80]
    found = find_code(typed)
    desk, back = address("desk"), reverse("back_office:continuity")
    if found is None:
        messages.error(request, _("Ce code de formulaire n’existe pas. Relisez-le sous le dessin carré : 26 signes."))
    elif found.used_by_id is not None:
        messages.error(request, _("Ce formulaire est déjà saisi : son code ne sert qu’une fois."))
    elif desk:
        return HttpResponseRedirect(f"{desk}?{urlencode({'code': found.code})}")
    return HttpResponseRedirect(f"{back}?{urlencode({'code': typed})}")
