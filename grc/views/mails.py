"""`/mails/`: what the town would have sent, readable in demonstration only.

The current second-factor codes of the administrators stand there too: nobody has their telephone in a demonstration.
"""

from typing import Any

from csp.constants import NONE
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor import current_code
from core.enums import Channel
from grc import mailbox
from grc.environment import DEMONSTRATION
from messaging.models import Dispatch

A_PAGE = 50
A_FEW = 20


@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    in_demonstration_only()
    before = request.GET.get("avant", "")
    keys = [key for key in mailbox.keys(settings.MAILS_ROOT) if not before or key < before]
    found = [mailbox.read(settings.MAILS_ROOT, key) for key in keys[:A_PAGE]]
    shown = [mail for mail in found if mail]
    older = shown[-1].key if len(keys) > A_PAGE and shown else ""
    context: dict[str, object] = {"mails": shown, "older": older, "codes": second_factor_codes()}
    if not before:
        context |= {"texts": _latest(Channel.SMS), "letters": _latest(Channel.POST)}
    return render(request, "mails/list.html", context)


def _latest(channel: Channel) -> QuerySet[Dispatch]:
    """What left by telephone or on paper: the envelope itself is what there is to read."""
    return Dispatch.objects.filter(channel=channel, prepared_at__isnull=False).order_by("-prepared_at")[:A_FEW]


@require_safe
@never_cache
def mail_detail(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "mails/detail.html", {"mail": mail_or_404(key)})


@require_safe
@never_cache
def mail_part(request: HttpRequest, key: str, index: int) -> HttpResponse:
    """A part as the mail holds it, in a sandbox: what a mail contains may do nothing here."""
    mail = mail_or_404(key)
    part = next((part for part in mail.parts() if part.index == index), None)
    if part is None:
        raise Http404
    if part.content_type == "text/html" and not part.name:
        kind = f"text/html; charset={mail.leaf(index).get_content_charset('utf-8')}"
        return in_a_sandbox(HttpResponse(mail.content(index), content_type=kind))
    headers = {"Content-Disposition": content_disposition_header(True, part.name or f"partie-{index}")}
    return in_a_sandbox(HttpResponse(mail.content(index), content_type=part.content_type, headers=headers))


@require_safe
@never_cache
def mail_source(request: HttpRequest, key: str) -> HttpResponse:
    mail = mail_or_404(key)
    headers = {"Content-Disposition": content_disposition_header(True, f"{key}.eml")}
    return in_a_sandbox(HttpResponse(mail.source, content_type="message/rfc822", headers=headers))


def in_demonstration_only() -> None:
    if settings.GRC_MODE != DEMONSTRATION:
        raise Http404


def mail_or_404(key: str) -> mailbox.Mail:
    in_demonstration_only()
    mail = mailbox.read(settings.MAILS_ROOT, key)
    if mail is None:
        raise Http404
    return mail


def second_factor_codes() -> list[dict[str, Any]]:
    devices = TOTPDevice.objects.filter(user__is_staff=True, user__is_active=True).select_related("user")
    return [{"email": device.user.email, "code": current_code(device)} for device in devices.order_by("user__email")]


def in_a_sandbox(response: HttpResponse) -> HttpResponse:
    rules = {"default-src": [NONE], "style-src": ["'unsafe-inline'"], "img-src": ["data:"], "sandbox": ["allow-popups"]}
    response._csp_replace = rules  # type: ignore[attr-defined]  # noqa: SLF001
    return response
