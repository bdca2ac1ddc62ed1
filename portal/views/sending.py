"""Checking, sending, and the confirmation: whatever is clicked twice, replayed or gone back to, one request."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from channels_app.operations import file_from_web
from channels_app.operations.file_from_web import left_wrong
from core.errors import Refused
from gdpr.notices import notice_for
from portal.drafts import OpenDraft, open_draft
from portal.limits import limited
from portal.link_card import link_card
from portal.papers import papers_of
from portal.rendering import page, personal
from portal.sheets import visit_of
from portal.town import known
from portal.views.drafts import to_sent
from portal.views.errors import forbidden
from requests_app.policies import draft_holder
from requests_app.reading import follow, next_step


@dataclass(frozen=True)
class Fault:
    """What is to correct on one page: (question, sentence) lines."""

    address: str
    title: str
    lines: list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@limited("formulaire")
def summary(request: HttpRequest, draft: uuid.UUID) -> HttpResponseBase:
    opened = open_draft(request, draft)
    if opened.draft.is_sent:
        return to_sent(opened)
    faults = _faults(opened)
    refusal = ""
    if request.method == "POST" and not faults:
        try:
            service_request = file_from_web(opened.draft.pk, by=draft_holder(opened.draft))
            return redirect("portal:sent", token=service_request.link_token)
        except Refused as refused:
            refusal = refused.sentence
    if request.method == "POST" and faults:
        return redirect("portal:summary", draft=draft)
    return _summary_page(request, opened, faults, refusal)


def _summary_page(request: HttpRequest, opened: OpenDraft, faults: list[Fault], refusal: str) -> HttpResponse:
    pages = opened.form.pages(opened.answers)
    context = {
        "opened": opened,
        "draft": opened.draft,
        "procedure": opened.procedure,
        "sections": opened.form.display(opened.answers, opened.names()),
        "faults": faults,
        "refusal": refusal,
        "number": len(pages) + 1,
        "total": len(pages),
        "last_key": pages[-1].key,
        "notice": notice_for(opened.draft.procedure_version),
        "link": link_card(request, opened.draft),
        "visit": visit_of(opened.draft.procedure_version),
    }
    return page(request, "portal/summary.html", context, current="demarches")


def _faults(opened: OpenDraft) -> list[Fault]:
    """Missing answers, and those that may stay empty but were mistyped; each leads to its question."""
    titles = {one.key: one.title for one in opened.form.all_pages}
    missing, wrong = opened.form.clean_all(opened.answers), left_wrong(opened.form, opened.draft)
    return [
        Fault(
            reverse("portal:page", args=[opened.draft.public_id, key]) + "?verifier=1",
            titles[key],
            [(field, sentence) for sentence, field in _once({**wrong.get(key, {}), **missing.get(key, {})}).items()],
        )
        for key in titles
        if key in missing or key in wrong
    ]


def _once(errors: dict[str, str]) -> dict[str, str]:
    """The first question of each sentence: two parts of one date are told once."""
    first: dict[str, str] = {}
    for field, sentence in errors.items():
        first.setdefault(sentence, field)
    return first


@require_safe
@personal
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Registration receipt (AEE, CRPA L112-11): shown at once, and as often as one comes back."""
    try:
        service_request = follow(token)
    except Refused as refused:
        return forbidden(request, refused)
    service_request.service.commune = known(request, service_request.commune)
    context = {
        "found": service_request,
        "token": token,
        "next": next_step(service_request),
        "papers": papers_of(service_request),
        "service": service_request.service,
    }
    return page(request, "portal/sent.html", context, current="demarches")
