"""Filling in: one page at a time, saved at every gesture. The draft is found by its unguessable address alone, so
that an expired session, the back button or another device lose nothing."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refused
from files.operations import remove
from portal.drafts import OpenDraft, bind, open_draft, refusals_name, seen_name
from portal.limits import hit, limited
from portal.link_card import link_card
from portal.rendering import page as render_page, personal, with_tiles
from procedures.form_engine import SHOWN, Cleaned, safe
from requests_app.draft_files import Refusal, receive
from requests_app.models import Draft
from requests_app.operations import find_draft, save_draft
from requests_app.policies import draft_holder

SEND_ON, UPDATE, BACK, ATTACH = "continuer", "actualiser", "precedent", "joindre"
CHECK = "?verifier=1"


def to_sent(opened: OpenDraft) -> HttpResponse:
    """A draft already sent leads to its one confirmation, whatever was asked of it."""
    assert opened.draft.request is not None  # noqa: S101 - asked only of drafts sent
    return redirect("portal:sent", token=opened.draft.request.link_token)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@limited("formulaire")
def page(request: HttpRequest, draft: uuid.UUID, page: str) -> HttpResponseBase:
    opened = open_draft(request, draft)
    if opened.draft.is_sent:
        return to_sent(opened)
    if page not in [one.key for one in opened.form.pages(opened.answers)]:
        return nearest(opened)
    if request.method != "POST":
        return _shown(request, opened, page, judged="verifier" in request.GET)
    try:
        return _posted(request, opened, page)
    except Refused as refusal:
        return to_sent(_sent_meanwhile(request, draft, refusal))


def _sent_meanwhile(request: HttpRequest, draft: uuid.UUID, refusal: Refused) -> OpenDraft:
    """Another tab sent it while this one was being saved; any other refusal goes its way."""
    opened = open_draft(request, draft)
    if not opened.draft.is_sent:
        raise refusal
    return opened


def nearest(opened: OpenDraft) -> HttpResponse:
    """An address of a page that is not asked (any more): the last one filled in, else the first."""
    keys = [one.key for one in opened.form.pages(opened.answers)]
    key = opened.draft.page_key if opened.draft.page_key in keys else keys[0]
    return redirect("portal:page", draft=opened.draft.public_id, page=key)


def _shown(request: HttpRequest, opened: OpenDraft, key: str, *, judged: bool) -> HttpResponse:
    bound = bind(opened, key, judged=judged)
    context = {
        "opened": opened,
        "draft": opened.draft,
        "bound": bound,
        "procedure": opened.procedure,
        "link": link_card(request, opened.draft),
    }
    answer = render_page(request, "portal/form.html", context, current="demarches")
    return with_tiles(answer, opened.commune) if bound.has_map else answer


def _posted(request: HttpRequest, opened: OpenDraft, key: str) -> HttpResponseBase:
    action = request.POST.get("action", SEND_ON)
    opened, refusals = _take_in(request, _take_away(request, opened), key)
    kept = opened.refusals(key) if action == ATTACH else []
    cleaned, draft = _save(request, opened, key, [*kept, *refusals])
    if action in (UPDATE, ATTACH) or "retirer" in request.POST:
        return _again(request, draft=opened.draft.public_id, key=key)
    if action == BACK:
        return _previous(opened, key)
    if refusals or (cleaned.errors and not cleaned.only_revealed):
        return redirect(_address(opened, key) + CHECK)
    if cleaned.only_revealed:
        return redirect(_address(opened, key) + "#questions")
    return _next(opened.saved(draft), key)


def keep_page(request: HttpRequest, opened: OpenDraft, key: str) -> None:
    """What stands on the page, files chosen included, kept without judging it."""
    opened, refusals = _take_in(request, opened, key)
    _save(request, opened, key, [*opened.refusals(key), *refusals])


def _take_away(request: HttpRequest, opened: OpenDraft) -> OpenDraft:
    wanted = request.POST.get("retirer", "")
    for stored in opened.files:
        if str(stored.public_id) == wanted:
            remove(stored.pk, by=draft_holder(opened.draft))
    return opened.with_files() if wanted else opened


def _take_in(request: HttpRequest, opened: OpenDraft, key: str) -> tuple[OpenDraft, list[Refusal]]:
    """The draft with the files just chosen, and those that were not kept."""
    chosen = opened.form.page(key)
    refusals: list[Refusal] = []
    if not request.FILES:
        return opened, refusals
    for field in chosen.fields if chosen else ():
        if field.kind != "file":
            continue
        count = opened.count_of(field.key)
        for upload in request.FILES.getlist(field.key):
            if count < field.max_files:  # one too many is refused unread
                hit(request, "fichier")
            refusal = receive(opened.draft, field, upload, count)
            count += refusal is None
            refusals += [refusal] if refusal else []
    return opened.with_files(), refusals


def _save(request: HttpRequest, opened: OpenDraft, key: str, refusals: list[Refusal]) -> tuple[Cleaned, Draft]:
    cleaned = opened.form.clean_page(key, request.POST, opened.answers)
    raw: dict[str, Any] = {
        **cleaned.raw,
        seen_name(key): safe(request.POST.get(SHOWN, ""))[:2000],
        refusals_name(key): [list(one) for one in refusals[-20:]],
    }
    return cleaned, save_draft(opened.draft.pk, key, cleaned.values, raw, commune=opened.commune)


def _again(request: HttpRequest, *, draft: uuid.UUID, key: str) -> HttpResponse:
    """After « Mettre à jour », a file added or taken away: the same page, or the fragment that changes."""
    opened = open_draft(request, draft)
    if not getattr(request, "htmx", False):
        return redirect(_address(opened, key) + "#questions")
    bound = bind(opened, key, judged=False)
    context = {"opened": opened, "draft": opened.draft, "bound": bound, "procedure": opened.procedure}
    return render(request, "portal/_questions.html", context)


def _address(opened: OpenDraft, key: str) -> str:
    return redirect("portal:page", draft=opened.draft.public_id, page=key).url


def _previous(opened: OpenDraft, key: str) -> HttpResponse:
    keys = [one.key for one in opened.form.pages(opened.answers)]
    position = keys.index(key) if key in keys else 0
    if position == 0:
        return redirect("portal:procedure", code=opened.procedure.code)
    return redirect("portal:page", draft=opened.draft.public_id, page=keys[position - 1])


def _next(opened: OpenDraft, key: str) -> HttpResponse:
    following = opened.form.next_page(key, opened.answers)
    if following is None:
        return redirect("portal:summary", draft=opened.draft.public_id)
    return redirect("portal:page", draft=opened.draft.public_id, page=following.key)


@require_POST
@personal
@limited("formulaire")
def autosave(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Keeps what is being typed, without judging it; answers the little card that says when."""
    opened = open_draft(request, draft)
    key = request.POST.get("page", "")
    if opened.draft.is_sent or opened.form.page(key) is None:
        return HttpResponse(status=204)
    try:
        _save(request, opened, key, opened.refusals(key))
    except Refused as refusal:
        _sent_meanwhile(request, draft, refusal)
        return HttpResponse(status=204)
    fresh = open_draft(request, draft)
    return render(request, "portal/_draft_state.html", {"draft": fresh.draft})


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@limited("reprendre")
def resume(request: HttpRequest) -> HttpResponse:
    """By the code of the draft. A wrong code and a draft gone are told alike."""
    typed = request.POST.get("code", "")[:60]
    found = find_draft(typed) if request.method == "POST" else None
    if found:
        return nearest(open_draft(request, found.public_id))
    error = ""
    if request.method == "POST":
        error = _("Aucun brouillon ne porte ce code. Vérifiez-le. Un brouillon est effacé après 30 jours.")
    return render_page(request, "portal/resume.html", {"error": error, "typed": typed}, current="demarches")
