"""Password, brute force, pending second factor. An administrator is logged in by ``verify_totp`` only."""

from __future__ import annotations

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_factor import has_device
from accounts.sessions import start_clock
from core import calendar, trail
from core.actor import Actor
from core.errors import RateLimited, Refused

PENDING = "accounts_pending"
PENDING_SECONDS = 600
# One address is often a whole town hall: far above what one person mistypes, far below what a guess needs.
FAILURES_PER_ADDRESS = 50
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, email: str, password: str) -> User:
    """Checks the password. Without second factor the session opens; else only ``pending_user`` is set.

    Raises Refused (same sentence whether the account exists or not) and RateLimited.
    """
    email = User.objects.normalize_email(email.replace("\x00", ""))[:254]
    _refuse_a_flooding_address(request)
    user = authenticate(request, email=email, password=password)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined] # our sentence stands in for the library’s page
        raise _locked(email, "locked")
    if not isinstance(user, User):
        _record_failure(email, "password")
        raise Refused(_("L’adresse électronique ou le mot de passe n’est pas le bon."))
    if needs_totp(user):
        request.session[PENDING] = [user.pk, calendar.now().timestamp(), user.get_session_auth_hash()]
        request.session.cycle_key()
        return user
    open_session(request, user)
    return user


def needs_totp(user: User) -> bool:
    """True until this user has given a code in this session, when one is due."""
    verified = getattr(user, "is_verified", None)
    if callable(verified) and verified():
        return False
    return user.must_use_otp or has_device(user)


def pending_user(request: HttpRequest) -> User | None:
    """Who gave a good password less than ten minutes ago and still owes a code."""
    pending = request.session.get(PENDING)
    if not pending:
        return None
    user_id, since, password_hash = pending
    if calendar.now().timestamp() - since > PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if user and user.get_session_auth_hash() == password_hash else None


@transaction.atomic
def open_session(request: HttpRequest, user: User) -> None:
    """A new session id (no session fixation), the clock of the session, one row in the access trail."""
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    start_clock(request)
    verified = getattr(user, "otp_device", None) is not None
    trail.record(Actor.agent(user.pk), trail.Verb.SIGN_IN, "user", user.pk, second_factor=verified)


def sign_out(request: HttpRequest) -> None:
    logout(request)


def record_refusal(user: User, why: str) -> None:
    trail.record(Actor.system("sign-in"), trail.Verb.SIGN_IN_FAILED, "user", user.pk, why=why)


def _record_failure(email: str, why: str) -> None:
    # The address typed is not kept: it may be a password typed in the wrong field.
    known = User.objects.filter(email=email).values_list("pk", flat=True).first()
    trail.record(Actor.system("sign-in"), trail.Verb.SIGN_IN_FAILED, "user", known or "", why=why)


def _locked(email: str, why: str) -> RateLimited:
    _record_failure(email, why)
    cool_off = get_cool_off()
    seconds = int(cool_off.total_seconds()) if cool_off else 900
    sentence = _(
        "Trop d’essais de connexion. Attendez %(minutes)d minutes avant de recommencer, "
        "ou demandez à un administrateur de vous aider."
    )
    return RateLimited(sentence % {"minutes": max(1, seconds // 60)}, seconds)


def _refuse_a_flooding_address(request: HttpRequest) -> None:
    address, cool_off = get_client_ip_address(request), get_cool_off()
    if not settings.AXES_ENABLED or not address or not cool_off:
        return
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=calendar.now() - cool_off)
    if (recent.aggregate(total=Sum("failures_since_start"))["total"] or 0) >= FAILURES_PER_ADDRESS:
        raise _locked("", "address")
