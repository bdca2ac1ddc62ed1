"""One letter, several requests: each on its card, with its matter, its procedure and its documents."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from back_office import shell, tray
from back_office.actions import revision_of
from back_office.forms_ties import PartForm
from back_office.guards import agents_only
from back_office.views.merging import page_url
from back_office.views.ties import find, from_tray
from core.actor import Actor
from core.errors import Refused, Stale
from files.enums import OwnerKind
from files.models import StoredFile
from requests_app import operations, protected
from requests_app.models import ServiceRequest
from requests_app.operations.split import MOST


@dataclass(frozen=True)
class Planned:
    """One line of the preview."""

    rank: int
    number: str
    title: str
    text: str
    procedure: str
    service: str
    files: list[str]


@require_http_methods(["GET", "POST"])
@agents_only
def split(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """« ajouter » and « apercu » show the page again; the post without them does it. Nothing typed is lost."""
    here = find(public_id, shell.actor(request))
    if request.method == "GET":
        return _shown(request, here, _blank(here, shell.actor(request)))
    forms = _typed(here, request.POST)
    if "ajouter" in request.POST:
        return _shown(request, here, [*forms, _form(here, len(forms) + 1)][:MOST])
    # Each is checked, so that each shows its sentence.
    valid = [form.is_valid() for form in forms]
    if not all(valid):
        return _shown(request, here, forms, status=422)
    kept = [form for form in forms if form.prefix == "p1" or _says_something(form)]
    if "apercu" in request.POST:
        return _shown(request, here, kept if len(kept) > 1 else forms, plan=_plan(here, kept))
    try:
        operations.split_request(
            here.pk, [form.part for form in kept], by=shell.actor(request), revision=revision_of(request.POST)
        )
    except Refused as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return _shown(request, here, forms, status=status, sentence=refusal.sentence)
    messages.success(request, _("Le courrier est réparti en %d demandes. La personne en est avertie.") % len(kept))
    return HttpResponseRedirect(_after(request, here))


def _says_something(form: PartForm) -> bool:
    said = form.cleaned_data
    return bool(said["title"].strip() or said["text"].strip() or said.get("files"))


def _after(request: HttpRequest, here: ServiceRequest) -> str:
    if from_tray(request):
        return reverse("back_office:tray")
    seen = ServiceRequest.objects.visible_to(shell.actor(request)).filter(pk=here.pk).exists()
    page = reverse("back_office:request", args=[here.public_id])
    return page if seen else reverse("back_office:inbox")


def _form(here: ServiceRequest, rank: int, data: QueryDict | None = None, **more) -> PartForm:
    procedures = tray.catalogue(here) if rank > 1 or here.procedure.is_system else []
    stored = StoredFile.objects.of(OwnerKind.REQUEST, here.pk).order_by("pk")
    form = PartForm(data, prefix=f"p{rank}", procedures=procedures, stored=stored, **more)
    form.auto_id = "%s"
    if rank == 1:
        form.fields["title"].widget.attrs["data-first"] = ""
    return form


def _whole(here: ServiceRequest, by: Actor) -> str:
    """What was written, without any protected address that this agent may not read."""
    text = str(here.answers.get("message", "")) if here.procedure.is_system else ""
    return protected.in_words(text, here) if protected.hides_address(here, by) else text


def _blank(here: ServiceRequest, by: Actor) -> list[PartForm]:
    """The first starts with the whole letter: what belongs elsewhere is cut out of it."""
    whole = _whole(here, by)
    files = [str(ref) for ref in StoredFile.objects.of(OwnerKind.REQUEST, here.pk).values_list("public_id", flat=True)]
    first = _form(here, 1, initial={"title": here.title, "text": whole, "files": files})
    return [first, _form(here, 2)]


def _typed(here: ServiceRequest, data: QueryDict) -> list[PartForm]:
    asked = data.get("combien", "2")
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 2
    return [_form(here, rank, data) for rank in range(1, min(max(count, 2), MOST) + 1)]


def _plan(here: ServiceRequest, forms: list[PartForm]) -> list[Planned]:
    return [_planned(here, rank, form) for rank, form in enumerate(forms, start=1)]


def _planned(here: ServiceRequest, rank: int, form: PartForm) -> Planned:
    said = form.cleaned_data
    version = form.versions.get(said.get("procedure", ""))
    known = version[1] if version else None
    if known is None and rank == 1 and not here.procedure.is_system:
        known = here.procedure
    return Planned(
        rank=rank,
        number=here.number if rank == 1 else "",
        title=said["title"],
        text=said["text"],
        procedure=known.title if known else _("à qualifier"),
        service=known.service.name if known else here.service.name,
        files=[form.refs[ref].name for ref in said.get("files", ())],
    )


def _shown(
    request: HttpRequest,
    here: ServiceRequest,
    forms: list[PartForm],
    *,
    status: int = 200,
    sentence: str = "",
    plan: list[Planned] | None = None,
) -> HttpResponse:
    return shell.page(
        request, "back_office/split.html", status=status, commune=here.commune, here=here, forms=forms,
        sentence=sentence, plan=plan, can_add=len(forms) < MOST, back=page_url(request, here),
        whole=_whole(here, shell.actor(request)),
        from_tray=from_tray(request), wrong=any(form.is_bound and form.errors for form in forms),
    )  # fmt: skip
