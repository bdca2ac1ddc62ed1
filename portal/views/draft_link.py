"""« Recevoir le lien pour reprendre »: the draft by e-mail, without leaving the page nor losing what is typed there."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refused
from portal.drafts import OpenDraft, open_draft
from portal.limits import limited
from portal.link_card import ASKED, LINK_EMAIL, REFUSED, SENT
from portal.rendering import personal
from portal.views.drafts import keep_page, nearest, to_sent
from procedures.form_engine import safe
from requests_app.operations import save_draft, send_draft_link


@require_POST
@personal
@limited("lien")
def send(request: HttpRequest, draft: uuid.UUID) -> HttpResponseBase:
    """From a page of the form, or from the last one; always back to it."""
    opened = open_draft(request, draft)
    if opened.draft.is_sent:
        return to_sent(opened)
    key = request.POST.get("page", "")
    known = opened.form.page(key) is not None
    if known:
        keep_page(request, opened, key)
    email = safe(request.POST.get(LINK_EMAIL, ""))[:300].strip()
    save_draft(opened.draft.pk, key if known else opened.draft.page_key, {}, {LINK_EMAIL: email})
    return redirect(f"{_back(opened, key if known else '')}?{ASKED}={_sent(opened, email)}#lien")


def _back(opened: OpenDraft, key: str) -> str:
    if key:
        return reverse("portal:page", args=[opened.draft.public_id, key])
    return reverse("portal:summary", args=[opened.draft.public_id])


def _sent(opened: OpenDraft, email: str) -> str:
    try:
        send_draft_link(opened.draft.pk, email)
    except Refused:
        return REFUSED
    return SENT


@require_safe
@personal
def reopen(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The link of the mail: the page where one stopped."""
    opened = open_draft(request, draft)
    return to_sent(opened) if opened.draft.is_sent else nearest(opened)
