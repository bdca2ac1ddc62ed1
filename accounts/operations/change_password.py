"""A new password: chosen by the agent who knows the old one, or by who holds the link an administrator sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.close_access import end_sessions
from core import trail
from core.actor import Actor
from core.errors import Refused


class ResetTokens(PasswordResetTokenGenerator):
    """Twenty-four hours (``PASSWORD_RESET_TIMEOUT``), one use: the token is made from the password it replaces."""

    key_salt = "accounts.operations.change_password"


_tokens = ResetTokens()


@transaction.atomic
def change_password(user_id: int, *, old: str, new: str, session_key: str = "") -> User:
    """The sessions of the other machines end; the one of ``session_key`` goes on. Raises Refused."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id, is_active=True)
    if not user.check_password(old):
        raise Refused(_("Ce n’est pas votre mot de passe actuel."))
    if old == new:
        raise Refused(_("Choisissez un mot de passe différent de l’actuel."))
    return _set(user, new, keep=session_key)


def reset_token(user: User) -> str:
    """What the link carries; nothing is stored."""
    return _tokens.make_token(user)


def holds_reset_link(user: User | None, token: str) -> bool:
    return user is not None and user.is_active and _tokens.check_token(user, token)


@transaction.atomic
def reset_password(user_id: int, *, token: str, new: str) -> User:
    """Good once: a second use, or one a day later, is refused. The second factor stays due. Raises Refused."""
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None or not holds_reset_link(user, token):
        raise Refused(gone_sentence())
    return _set(user, new)


def gone_sentence() -> str:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return (
        _("Ce lien ne sert plus : il vaut %d heures et une seule fois. Demandez-en un autre à un administrateur.")
        % hours
    )


def _set(user: User, new: str, keep: str = "") -> User:
    try:
        validate_password(new, user)
    except ValidationError as refused:
        raise Refused(" ".join(refused.messages)) from refused
    user.set_password(new)
    user.save(update_fields=["password"])
    end_sessions(user.pk, but=keep)
    trail.record(Actor.agent(user.pk), trail.Verb.CHANGE_RIGHTS, "user", user.pk, password="changed")  # noqa: S106
    return user
