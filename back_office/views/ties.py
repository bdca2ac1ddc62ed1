"""Saying what a request has to do with others, and undoing it; one post, one operation, then the page."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_POST

from back_office import shell, tray
from back_office.filters import Filters
from back_office.guards import agents_only
from core.actor import Actor
from core.errors import Refused
from requests_app import operations
from requests_app.models import RequestMerge, RequestSplit, ServiceRequest

Run = Callable[[ServiceRequest, uuid.UUID, Actor], object]


def find(public_id: uuid.UUID, by: Actor) -> ServiceRequest:
    """As if it did not exist for who does not see it."""
    found = ServiceRequest.objects.visible_to(by).by_public_id(public_id).first()
    if found is None:
        raise Http404
    return found


def _confirm(here: ServiceRequest, ref: uuid.UUID, by: Actor) -> object:
    return operations.settle_possible_link(here.pk, find(ref, by).pk, confirmed=True, by=by)


def _dismiss(here: ServiceRequest, ref: uuid.UUID, by: Actor) -> object:
    return operations.settle_possible_link(here.pk, find(ref, by).pk, confirmed=False, by=by)


def _unlink(here: ServiceRequest, ref: uuid.UUID, by: Actor) -> object:
    return operations.unlink_requests(here.pk, find(ref, by).pk, by=by)


def _unmerge(here: ServiceRequest, ref: uuid.UUID, by: Actor) -> object:
    other = find(ref, by)
    pair = (here.pk, other.pk)
    merge = RequestMerge.objects.filter(kept__in=pair, merged__in=pair, undone_at__isnull=True).first()
    if merge is None:
        raise Refused(_("Ces demandes sont déjà séparées."))
    return operations.undo_merge(merge.pk, by=by)


def _undo_split(here: ServiceRequest, ref: uuid.UUID, by: Actor) -> object:
    split = RequestSplit.objects.filter(public_id=ref, original=here).first()
    if split is None:
        raise Refused(_("Cette répartition est déjà défaite."))
    return operations.undo_split(split.pk, by=by)


GESTURES: dict[str, tuple[Run, str]] = {
    "confirmer": (_confirm, lazy("Les deux demandes sont liées.")),  # type: ignore[dict-item]
    "infirmer": (_dismiss, lazy("C’est noté : ces demandes n’ont rien à voir.")),  # type: ignore[dict-item]
    "delier": (_unlink, lazy("Le lien est retiré.")),  # type: ignore[dict-item]
    "separer": (_unmerge, lazy("Les demandes sont séparées, chacune comme elle était.")),  # type: ignore[dict-item]
    "defaire": (_undo_split, lazy("La répartition est défaite : le courrier est de nouveau entier.")),  # type: ignore[dict-item]
}


@require_POST
@agents_only
def act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Another reference than one this agent sees is a page that does not exist."""
    by = shell.actor(request)
    here = find(public_id, by)
    known = GESTURES.get(request.POST.get("geste", ""))
    ref = _ref(request.POST.get("autre", ""))
    if known is None or ref is None:
        raise Http404
    run, said = known
    try:
        run(here, ref, by)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, str(said))
    return HttpResponseRedirect(back_to(request, here))


def _ref(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def back_to(request: HttpRequest, here: ServiceRequest) -> str:
    """The tray where the gesture came from it; else the page, with the agent’s list."""
    if from_tray(request):
        return tray.url(here)
    listing = Filters.parse(request.POST.get("liste", "")).as_query()
    page = reverse("back_office:request", args=[here.public_id])
    return f"{page}?{listing}" if listing else page


def from_tray(request: HttpRequest) -> bool:
    return "corbeille" in request.POST or "corbeille" in request.GET
