"""Giving and taking back a role: always traced (change of rights)."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import trail
from core.actor import Actor
from core.errors import Refused
from organisation import policies
from organisation.access import forget
from organisation.enums import Role
from organisation.models import Service, ServiceUserObjectPermission


@transaction.atomic
def grant_role(user_id: int, service_id: int, role: str, by: Actor) -> ServiceUserObjectPermission:
    """Gives ``role`` in one service. Twice is once. Raises Refused, Forbidden."""
    policies.require_configuration(by)
    permission = _permission(role)
    user, service = User.objects.get(pk=user_id), Service.objects.get(pk=service_id)
    if user.commune_id != service.commune_id:
        raise Refused(_("Cet agent et ce service ne sont pas de la même commune."))
    grant, created = ServiceUserObjectPermission.objects.get_or_create(
        user=user, permission=permission, content_object=service
    )
    if created:
        trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user_id, service=service_id, role=role, given=True)
        forget(user_id)
    return grant


@transaction.atomic
def revoke_role(user_id: int, service_id: int, role: str, by: Actor) -> None:
    """Takes the role back; nothing happens where there was none. Raises Refused, Forbidden."""
    policies.require_configuration(by)
    removed, _by_model = ServiceUserObjectPermission.objects.filter(
        user_id=user_id, permission=_permission(role), content_object_id=service_id
    ).delete()
    if removed:
        trail.record(by, trail.Verb.CHANGE_RIGHTS, "user", user_id, service=service_id, role=role, given=False)
        forget(user_id)


def _permission(role: str) -> Permission:
    if role not in Role.values:
        raise Refused(_("Ce rôle n’existe pas."))
    return Permission.objects.get(content_type__app_label="organisation", content_type__model="service", codename=role)
