"""Opening an account: once per e-mail address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from core import trail
from core.actor import Actor


@dataclass(frozen=True)
class Person:
    """Who the account is for."""

    email: str
    first_name: str
    last_name: str
    quality: str = ""
    phone: str = ""


@transaction.atomic
def open_account(person: Person, *, commune_id: int, password: str, administrator: bool = False, by: Actor) -> User:
    """The existing account when there is one: neither its password nor its rank is touched."""
    email = User.objects.normalize_email(person.email)
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    make = User.objects.create_superuser if administrator else User.objects.create_user
    user: User = make(
        email,
        password,
        commune_id=commune_id,
        first_name=person.first_name,
        last_name=person.last_name,
        quality=person.quality,
        phone=person.phone,
    )
    trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user.pk, opened=True, administrator=administrator)
    return user


@transaction.atomic
def give_known_device(user_id: int, *, key: str) -> TOTPDevice:
    """A confirmed code device whose key is written down: for the demonstration, where the code is shown on a page."""
    device, _created = TOTPDevice.objects.get_or_create(user_id=user_id, confirmed=True, defaults={"key": key})
    return device
