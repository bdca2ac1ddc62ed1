"""Accounts and the second factor, for the tests of this room."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from accounts.second_factor import current_code
from core.models import Commune

PASSWORD = "Phrase-de-passe-2026"


def make_commune() -> Commune:
    known = {"name": "Admiville", "insee_code": "99001", "postcode": "99000"}
    return Commune.objects.get_or_create(slug="admiville", defaults=known)[0]


def make_account(email: str = "agent@admiville.example", *, administrator: bool = False, **fields) -> User:
    make = User.objects.create_superuser if administrator else User.objects.create_user
    known = {"first_name": "Anne", "last_name": "Blanc", "commune": make_commune()}
    return make(email, PASSWORD, **{**known, **fields})


def make_device(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="Téléphone", confirmed=True)


def code_of(device: TOTPDevice) -> str:
    return current_code(device)
