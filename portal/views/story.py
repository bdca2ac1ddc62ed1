"""The whole story, for whoever holds the link: what to do, where it stands, what was said, what to keep."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.actor import Actor
from core.errors import Forbidden, RateLimited, Refused
from files.enums import OwnerKind
from files.models import StoredFile
from files.operations import store
from files.reading import ReadableFile, open_file, response
from files.rules.kinds import ACCEPT_DOCUMENTS, accept_attribute
from portal.forms import MessageForm
from portal.limits import hit, limited
from portal.once import once
from portal.papers import draw_acknowledgement, files_of, papers_of
from portal.rendering import page, personal
from portal.views.errors import forbidden, too_many
from procedures.form_engine import Section
from requests_app import policies
from requests_app.enums import OPEN, UNDECIDED, Action
from requests_app.followed import kept_for
from requests_app.models import ServiceRequest
from requests_app.operations import receive_answer, withdraw
from requests_app.reading import follow, holder, next_step, story as story_of
from requests_app.reading.answers import answers

MAX_FILES = 5
CANNOT = "je-ne-peux-pas"


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@limited("message")
def story(request: HttpRequest, token: str) -> HttpResponseBase:
    try:
        found = holder(token) if request.method == "POST" else follow(token)
    except Refused as refused:
        return forbidden(request, refused)
    if request.method == "POST":
        return _posted(request, found, token)
    form = MessageForm(
        _("Je ne peux pas vous envoyer ce que vous demandez, parce que ") if CANNOT in request.GET else ""
    )
    return _shown(request, found, token, form)


def _shown(
    request: HttpRequest, found: ServiceRequest, token: str, form: MessageForm, *, status: int = 200
) -> HttpResponse:
    items = story_of(found)
    context: dict[str, Any] = {
        "found": found,
        "token": token,
        "service": found.service,
        "next": next_step(found),
        "steps": [item for item in items if item.message is None],
        "exchanges": [item for item in reversed(items) if item.message is not None],
        "decisions": [item for item in items if item.decision is not None],
        "place": _place(found),
        "record_withheld": policies.record_withheld(found),
        "sections": _answers(found),
        "papers": papers_of(found),
        "files": files_of(found),
        "form": form,
        "faults": form.faults,
        "once": uuid.uuid4().hex,
        "accept": accept_attribute(ACCEPT_DOCUMENTS),
        "max_files": MAX_FILES,
        "can_write": (kept_for(found) or found).phase in OPEN,
        "can_withdraw": found.phase in UNDECIDED and policies.may(Action.WITHDRAW, _by(found), found),
        "said": {"message": _("Votre message est bien parti."), "annulee": _("Votre demande est annulée.")}.get(
            request.GET.get("fait", ""), ""
        ),
    }
    return page(request, "portal/story.html", context, current="suivi", status=status)


def _place(found: ServiceRequest) -> str:
    """Where the matter is, unless its title already says it."""
    located = found.procedure_version.definition.get("located")
    return found.address_text if located and found.address_text not in found.title else ""


def _answers(found: ServiceRequest) -> list[Section]:
    """What was asked, in the words of the form it was filed with."""
    names = StoredFile.objects.of(OwnerKind.REQUEST, found.pk).values_list("public_id", "name")
    return answers(found, {str(public_id): name for public_id, name in names})


def _by(found: ServiceRequest) -> Actor:
    return Actor.link_holder(found.pk)


def _posted(request: HttpRequest, found: ServiceRequest, token: str) -> HttpResponseBase:
    if request.POST.get("action") == "annuler":
        return _withdrawn(request, found, token)
    form = MessageForm.read(request.POST)
    uploads = request.FILES.getlist("fichiers")
    if len(uploads) > MAX_FILES:
        form.error = _("%(max)s fichiers au plus à la fois. Envoyez les autres dans un second message.") % {
            "max": MAX_FILES
        }
    if form.error or not form.check(has_files=bool(uploads)):
        return _shown(request, found, token, form, status=422)
    ticket = f"portal:une-fois:{found.pk}:{request.POST.get('une_fois', '')[:64]}"
    try:
        with once(ticket) as first:
            if first:
                files = [_kept(request, found, upload) for upload in uploads]
                receive_answer(found.pk, text=form.text, by=_by(found), file_ids=files)
    except Refused as refused:
        form.error = refused.sentence
        return _shown(request, found, token, form, status=422)
    return _done(token, "message")


def _kept(request: HttpRequest, found: ServiceRequest, upload: Any) -> int:
    """Stored without owner: the message takes it in the transaction that writes it, else it is swept after a day."""
    hit(request, "fichier")
    kept = store(upload, name=upload.name or "", commune_id=found.commune_id, owner_kind="message", by=_by(found))
    return kept.pk


def _withdrawn(request: HttpRequest, found: ServiceRequest, token: str) -> HttpResponseBase:
    try:
        withdraw(found.pk, by=_by(found))
    except Refused as refused:
        form = MessageForm(error=refused.sentence)
        return _shown(request, ServiceRequest.objects.get(pk=found.pk), token, form, status=422)
    return _done(token, "annulee")


def _done(token: str, what: str) -> HttpResponse:
    address = redirect("portal:story", token=token).url
    return redirect(f"{address}?fait={what}")


@require_safe
@personal
def acknowledgement(request: HttpRequest, token: str) -> HttpResponseBase:
    """Drawn when asked, for whoever gave no address to send it to."""
    try:
        hit(request, "fichier")
        content = draw_acknowledgement(holder(token))
    except RateLimited as refused:
        return too_many(request, refused)
    except Refused as refused:
        return forbidden(request, refused)
    name = "accuse-de-reception.pdf"
    return response(ReadableFile(content, name, "application/pdf", len(content)))


@require_safe
@personal
def document(request: HttpRequest, token: str, file: uuid.UUID) -> HttpResponseBase:
    """One paper of this request; any other file of the town does not exist here."""
    try:
        found = holder(token)
        known = {paper.file.public_id for paper in (*papers_of(found), *files_of(found)) if paper.file}
        if file not in known:
            raise Http404
        return response(open_file(file, by=_by(found)))
    except (Forbidden, Refused) as refused:
        return forbidden(request, refused)
