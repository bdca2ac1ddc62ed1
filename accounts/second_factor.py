"""The code of six digits that changes every thirty seconds: the device of an administrator, and its enrolment."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import segno
from django.utils.translation import gettext as _
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User


@dataclass(frozen=True)
class Enrolment:
    """What a person needs to add the account to a code application; ``secret`` is for those who cannot scan."""

    secret: str
    otpauth_url: str
    qr_svg: str


def has_device(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def device_to_verify(user: User) -> TOTPDevice | None:
    """The confirmed device, else the one being enrolled; locked, so that one code cannot be used twice at once."""
    devices = TOTPDevice.objects.select_for_update().filter(user=user)
    return devices.order_by("-confirmed", "pk").first()


def enrolment_of(device: TOTPDevice) -> Enrolment:
    """What to show for a device that no code has confirmed yet."""
    url = device.config_url
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    svg = segno.make(url, error="m").svg_inline(scale=5, border=2, title=_("Code à scanner"))
    return Enrolment(secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), otpauth_url=url, qr_svg=svg)


def current_code(device: TOTPDevice) -> str:
    """For the demonstration’s ``/mails/`` page only."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    return f"{totp.token():0{device.digits}d}"
