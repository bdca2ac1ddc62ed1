"""What an administrator changes of an account: always traced (change of rights)."""

from __future__ import annotations

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import trail
from core.actor import Actor


@transaction.atomic
def forget_devices(user_id: int, by: Actor) -> int:
    """A lost phone: the next sign-in enrols a new one. Returns how many devices were forgotten."""
    count, _models = TOTPDevice.objects.filter(user_id=user_id).delete()
    if count:
        trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user_id, second_factor="forgotten")
    return count


def record_rank(user_id: int, *, active: bool, administrator: bool, by: Actor) -> None:
    """After the form of an account changed what it may do."""
    trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user_id, active=active, administrator=administrator)
