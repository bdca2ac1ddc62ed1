"""Who may change the organisation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from core.actor import Actor
from core.errors import Forbidden


def can_configure(actor: Actor) -> bool:
    """Administrators, and the machine itself (seeds, imports)."""
    if actor.is_system:
        return True
    return actor.is_agent and User.objects.filter(pk=actor.user_id, is_active=True, is_staff=True).exists()


def explain() -> str:
    return _("Seul un administrateur change les rôles et les services.")


def require_configuration(actor: Actor) -> None:
    """Raises Forbidden."""
    if not can_configure(actor):
        raise Forbidden(explain())
