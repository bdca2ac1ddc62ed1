"""Length of passwords: 12 characters for agents, 16 for administrators, up to 128, never cut (ANSSI, October 2021)."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

AGENT_LENGTH = 12
ADMINISTRATOR_LENGTH = 16
LONGEST = 128


class LengthByRank:
    """Django’s password validator protocol; renewal is never forced."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        least = ADMINISTRATOR_LENGTH if getattr(user, "is_staff", False) else AGENT_LENGTH
        if len(password) < least:
            sentence = _("Ce mot de passe est trop court : il lui faut au moins %(count)d caractères.")
            raise ValidationError(sentence % {"count": least}, code="password_too_short")
        if len(password) > LONGEST:
            sentence = _("Ce mot de passe est trop long : %(count)d caractères au plus.")
            raise ValidationError(sentence % {"count": LONGEST}, code="password_too_long")

    def get_help_text(self) -> str:
        return _(
            "Au moins 12 caractères, 16 pour un administrateur. Une phrase de quelques mots convient ; "
            "aucun renouvellement n’est exigé."
        )
