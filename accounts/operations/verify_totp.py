"""The second step of an administrator’s sign-in; the first code also confirms a new device."""

from __future__ import annotations

import re

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from accounts.operations.sign_in import open_session, pending_user, record_refusal
from accounts.second_factor import Enrolment, device_to_verify, enrolment_of, has_device
from core.errors import RateLimited, Refused


def enrolment(request: HttpRequest) -> Enrolment | None:
    """What to scan, for a pending administrator without device; None when a device is known (or nobody is pending)."""
    user = pending_user(request)
    if user is None or has_device(user):
        return None
    # The same device until a first code confirms it: reloading the page does not void what was scanned.
    device, _created = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": _("Téléphone")})
    return enrolment_of(device)


def verify_totp(request: HttpRequest, code: str) -> User:
    """Opens the session of the pending user. A code is good once (ASVS 6.5.1). Raises Refused, RateLimited."""
    user = pending_user(request)
    if user is None:
        raise Refused(_("Votre connexion a expiré. Donnez à nouveau votre adresse et votre mot de passe."))
    device = _accepting_device(user, re.sub(r"\s", "", code or ""))
    if device is None:
        record_refusal(user, "code")
        raise Refused(_("Ce code n’est pas le bon. Attendez le suivant : un code ne sert qu’une fois."))
    user.otp_device = device  # type: ignore[attr-defined] # django-otp reads it when the session opens
    open_session(request, user)
    return user


@transaction.atomic
def _accepting_device(user: User, code: str) -> TOTPDevice | None:
    device = device_to_verify(user)
    if device is None:
        return None
    allowed, why = device.verify_is_allowed()
    if not allowed:
        seconds = 2 ** min((why or {}).get("failure_count", 1), 10)
        raise RateLimited(_("Trop d’essais. Attendez un moment, puis donnez le nouveau code."), seconds)
    if not (code.isascii() and code.isdigit() and device.verify_token(code)):
        return None
    if not device.confirmed:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    return device
