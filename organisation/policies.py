"""Who may change the organisation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from core.actor import Actor
from core.errors import Forbidden
from organisation.access import Access, access_of
from organisation.enums import Role


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


def can_record_absence(actor: Actor, user: User) -> bool:
    """The agent in person, a manager of one of the agent’s services, an administrator."""
    return actor.user_id == user.pk or manages(actor, user)


def manages(actor: Actor, user: User) -> bool:
    """A manager of one of the agent’s services, or an administrator; the same town always."""
    if actor.is_system:
        return True
    access = access_of(actor)
    if access.user_id is None or access.commune_id != user.commune_id:
        return False
    return access.is_staff or bool(access.manager_ids & _services(access_of(Actor.agent(user.pk))))


def can_close_account(actor: Actor, user: User) -> bool | str:
    """An administrator; or who manages every service the agent works in. True, or why not in a sentence."""
    if actor.is_system:
        return True
    access = access_of(actor)
    if actor.user_id == user.pk:
        return _("Personne ne ferme son propre compte : demandez-le à un administrateur.")
    if access.user_id is None or access.commune_id != user.commune_id:
        return explain_closing()
    if access.is_staff:
        return True
    held = _services(access_of(Actor.agent(user.pk)))
    return bool(held) and held <= access.manager_ids and not user.is_staff or explain_closing()


def explain_closing() -> str:
    return _("Un compte est fermé par un administrateur, ou par le responsable de tous les services de l’agent.")


def _services(access: Access) -> frozenset[int]:
    return frozenset(service_id for _role, service_id in access.roles)


def stands_with_same_rights(replacement: Access, absent: Access) -> bool:
    """Sees what the absent agent sees, confidential requests included, and may decide wherever they may."""
    decides = (Role.HANDLER, Role.MANAGER)
    return (
        absent.service_ids <= replacement.service_ids
        and absent.confidential_ids <= replacement.confidential_ids
        and all(
            any(replacement.has(role, service) for role in decides)
            for service in absent.service_ids
            if any(absent.has(role, service) for role in decides)
        )
    )
