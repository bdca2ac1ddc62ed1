"""Following two requests as one: the number of the other, both side by side, then the merge."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from back_office import shell, ties
from back_office.actions import revision_of
from back_office.forms_ties import MergeForm
from back_office.guards import agents_only
from back_office.views.ties import find, from_tray
from citizens.querysets import person_set
from core import trail
from core.actor import Actor
from core.errors import Refused, Stale
from requests_app import operations
from requests_app.enums import UNDECIDED
from requests_app.models import ServiceRequest
from requests_app.reading.merge_preview import MergePreview, merge_preview

MOST = 8


@require_http_methods(["GET", "POST"])
@agents_only
def merge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """« numero » in the address shows the preview; the post does it. A refusal keeps what was typed."""
    by = shell.actor(request)
    here = find(public_id, by)
    data = request.POST if request.method == "POST" else (request.GET if "number" in request.GET else None)
    form = MergeForm(data)
    if data is None or not form.is_valid():
        return _shown(request, here, by, form, None, status=200 if data is None else 422)
    preview = None
    try:
        other = ties.by_number(form.cleaned_data["number"], by)
        preview = merge_preview(here, other, by)
        trail.record(by, trail.Verb.READ, "request", other.pk)
        if request.method == "GET":
            return _shown(request, here, by, form, preview)
        made = operations.merge_requests(
            here.pk, other.pk, by=by, other_person=form.cleaned_data["other_person"],
            reason=form.cleaned_data["reason"], revisions=_revisions(request, here, other),
        )  # fmt: skip
    except Refused as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return _shown(request, here, by, form, preview, status=status, sentence=refusal.sentence)
    said = _("La demande %(merged)s est suivie avec %(kept)s.")
    messages.success(request, said % {"merged": made.merged.number, "kept": made.kept.number})
    return HttpResponseRedirect(reverse("back_office:request", args=[made.kept.public_id]))


def _revisions(request: HttpRequest, here: ServiceRequest, other: ServiceRequest) -> dict[int, int]:
    """Those of the preview, by the references it was shown with."""
    found = {}
    for one in (here, other):
        shown = revision_of({"revision": request.POST.get(f"revision-{one.public_id}", "")})  # type: ignore[arg-type]
        if shown is not None:
            found[one.pk] = shown
    return found


def _shown(
    request: HttpRequest,
    here: ServiceRequest,
    by: Actor,
    form: MergeForm,
    preview: MergePreview | None,
    *,
    status: int = 200,
    sentence: str = "",
) -> HttpResponse:
    return shell.page(
        request, "back_office/merge.html", status=status, commune=here.commune, here=here, form=form, preview=preview,
        sentence=sentence, others=[] if preview else _others(here, by), back=page_url(request, here),
    )  # fmt: skip


def page_url(request: HttpRequest, here: ServiceRequest) -> str:
    query = "?vue=a-qualifier" if from_tray(request) else ""
    return reverse("back_office:request", args=[here.public_id]) + query


def _others(here: ServiceRequest, by: Actor) -> list[ServiceRequest]:
    """Of the same person, still going on: one of them is most often the one."""
    if here.citizen is None:
        return []
    seen = ServiceRequest.objects.visible_to(by).filter(phase__in=UNDECIDED, citizen__in=person_set(here.citizen))
    return list(seen.filter(confidential=here.confidential).exclude(pk=here.pk).order_by("-received_on", "-pk")[:MOST])
