"""Signing in and out. The password, the lock-out and the second factor are judged by `accounts`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import operations as accounts
from back_office import kept, shell
from back_office.forms import CodeForm, SignInForm
from core.errors import RateLimited, Refused


def where_next(request: HttpRequest) -> str:
    """The page to come back to: ours only, never another site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("back_office:inbox")


def _with_next(name: str, target: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, query={"next": target}))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A wrong password and an unknown address get the same sentence."""
    target = where_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    if request.method == "GET":
        return _sign_in_page(request, SignInForm(), target, _ended(request), level="warning")
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, target, status=422)
    try:
        user = accounts.sign_in(request, form.cleaned_data["email"], form.cleaned_data["password"])
    except RateLimited as refusal:
        return _sign_in_page(request, form, target, refusal.sentence, status=429)
    except Refused as refusal:
        return _sign_in_page(request, form, target, refusal.sentence, status=422)
    if not request.user.is_authenticated or accounts.needs_totp(user):
        return _with_next("back_office:second_factor", target)
    return HttpResponseRedirect(target)


def _ended(request: HttpRequest) -> str:
    """Why the agent finds this page instead of the one asked for."""
    if kept.SESSION_KEY in request.session:
        return _("Votre session est terminée. Connectez-vous : ce que vous avez écrit est gardé.")
    return ""


def _sign_in_page(
    request: HttpRequest, form: SignInForm, target: str, sentence: str = "", *, level: str = "error", status: int = 200
) -> HttpResponse:
    level = level if sentence else ""
    return shell.plain(
        request, "back_office/sign_in.html", form=form, next=target, sentence=sentence, level=level, status=status
    )


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code of an administrator; the first one also enrols the device shown as a QR code."""
    target = where_next(request)
    if accounts.pending_user(request) is None:
        if request.user.is_authenticated and accounts.needs_totp(request.user):
            # Became an administrator while signed in: without a new sign-in, each page would send to the other.
            accounts.sign_out(request)
        if request.user.is_authenticated:
            return HttpResponseRedirect(target)
        return _with_next("back_office:sign_in", target)
    if request.method == "GET":
        return _code_page(request, CodeForm(), target)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, target, status=422)
    try:
        accounts.verify_totp(request, form.cleaned_data["code"])
    except RateLimited as refusal:
        return _code_page(request, form, target, refusal.sentence, status=429)
    except Refused as refusal:
        return _code_page(request, form, target, refusal.sentence, status=422)
    return HttpResponseRedirect(target)


def _code_page(
    request: HttpRequest, form: CodeForm, target: str, sentence: str = "", *, status: int = 200
) -> HttpResponse:
    enrolment = accounts.enrolment(request)
    # Drawn by segno from our own address: nothing typed by a person enters the picture.
    drawing = mark_safe(enrolment.qr_svg) if enrolment else ""  # noqa: S308
    return shell.plain(
        request,
        "back_office/second_factor.html",
        form=form,
        next=target,
        sentence=sentence,
        level="error" if sentence else "",
        enrolment=enrolment,
        drawing=drawing,
        status=status,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    accounts.sign_out(request)
    return HttpResponseRedirect(reverse("back_office:sign_in"))
