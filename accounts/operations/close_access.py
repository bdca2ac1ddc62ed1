"""An account is closed: nobody signs in with it any more, and whoever was signed in is out."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from core import calendar, trail
from core.actor import Actor
from core.errors import Refused


@transaction.atomic
def close_access(user_id: int, *, by: Actor) -> User:
    """Inactive, without password, second factor, extension nor open session. Twice is once.

    Called by ``close_account``, which hands over the work. Raises Refused for the last administrator.
    """
    user, others = held_with_administrators(user_id)
    if not user.is_active:
        return user
    if user.is_staff and not others:
        raise Refused(_("C’est le dernier administrateur : nommez-en un autre avant de fermer ce compte."))
    user.is_active = user.is_staff = user.is_superuser = False
    user.phone_extension = ""
    user.set_unusable_password()
    user.save(update_fields=["is_active", "is_staff", "is_superuser", "phone_extension", "password"])
    TOTPDevice.objects.filter(user_id=user_id).delete()
    end_sessions(user_id)
    trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user_id, active=False, administrator=False)
    return user


def held_with_administrators(user_id: int) -> tuple[User, list[User]]:
    """The account and the other administrators in service, locked in one order for all: of two who close each other
    at once, one stays, and neither waits for the other. First thing in the transaction. Raises DoesNotExist."""
    wanted = Q(is_staff=True, is_active=True) | Q(pk=user_id)
    held = list(User.objects.filter(wanted).select_for_update(of=("self",)).order_by("pk"))
    found = [one for one in held if one.pk == user_id]
    if not found:
        raise User.DoesNotExist
    return found[0], [one for one in held if one.pk != user_id]


def end_sessions(user_id: int, *, but: str = "") -> int:
    """Every open session of this account except the one whose key is ``but``; how many ended."""
    open_now = Session.objects.filter(expire_date__gt=calendar.now())
    keys = [one.session_key for one in open_now.iterator() if one.get_decoded().get(SESSION_KEY) == str(user_id)]
    ended, _by_model = Session.objects.filter(session_key__in=[key for key in keys if key != but]).delete()
    return ended
