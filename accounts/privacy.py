"""Agents are data subjects too."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import privacy
from core.privacy import Category, Holding, Subject

privacy.declare(
    Holding(
        model=User,
        fields={
            "email": Category.AGENT,
            "first_name": Category.AGENT,
            "last_name": Category.AGENT,
            "quality": Category.AGENT,
            "phone": Category.AGENT,
            "phone_extension": Category.AGENT,
            "anonymised_as": Category.AGENT,
            "password": Category.TECHNICAL,
            "last_login": Category.TECHNICAL,
        },
        subject=Subject.AGENT,
        purpose=_("Reconnaître l’agent, dire à l’usager qui suit sa demande"),
        clock="last_login",
        keep=timedelta(days=365 * 5),
        source=_("Le nom de l’auteur d’une décision vit aussi longtemps qu’elle (CRPA, article L212-1)"),
    )
)
privacy.declare_impersonal(User, "public_id", "is_active", "is_staff", "is_superuser", "date_joined")

privacy.declare(
    Holding(
        model=AccessAttempt,
        fields={
            "username": Category.AGENT,
            "ip_address": Category.TECHNICAL,
            "user_agent": Category.TECHNICAL,
            "get_data": Category.TECHNICAL,
            "post_data": Category.TECHNICAL,
        },
        subject=Subject.AGENT,
        purpose=_("Ralentir les essais de mots de passe"),
        clock="attempt_time",
        keep=timedelta(days=1),
        source=_("Effacés après le délai de blocage, au prochain essai"),
    )
)
