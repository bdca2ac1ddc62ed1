"""What one agent may reach: the ids of services per role, read once a web request (house.md §6).

Nothing here says what may be done to a request: ``requests_app.policies`` does, with this.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from core.actor import Actor
from core.batch import web_request
from organisation.enums import HANDLING_ROLES, Role


@dataclass(frozen=True)
class Access:
    """Frozen: safe to keep for the length of a web request. Being administrator (``is_staff``) opens no service."""

    user_id: int | None = None
    commune_id: int | None = None
    roles: frozenset[tuple[str, int]] = frozenset()
    is_staff: bool = False

    def _services(self, *wanted: Role) -> frozenset[int]:
        return frozenset(service_id for role, service_id in self.roles if role in wanted)

    def has(self, role: Role, service_id: int) -> bool:
        return (role.value, service_id) in self.roles

    @property
    def service_ids(self) -> frozenset[int]:
        """Services whose requests the agent handles, whatever the handling role."""
        return self._services(*HANDLING_ROLES)

    @property
    def confidential_ids(self) -> frozenset[int]:
        """Services whose confidential requests exist for this agent: alone, the right opens nothing."""
        return self._services(Role.CONFIDENTIAL) & self.service_ids

    @property
    def manager_ids(self) -> frozenset[int]:
        return self._services(Role.MANAGER)

    @property
    def counter_ids(self) -> frozenset[int]:
        return self._services(Role.COUNTER)


NOBODY = Access()
_cache: ContextVar[dict[int, Access] | None] = ContextVar("organisation_access", default=None)


def access_of(actor: Actor) -> Access:
    """The agent’s access; ``NOBODY`` for anyone else and for a disabled account. One query a web request."""
    user_id = actor.user_id
    if user_id is None:
        return NOBODY
    cache = _cache.get()
    if cache is None:
        return _read(user_id)
    if user_id not in cache:
        cache[user_id] = _read(user_id)
    return cache[user_id]


def _read(user_id: int) -> Access:
    # One row a role, and one row without role for an account that holds none.
    rows = User.objects.filter(pk=user_id, is_active=True).values_list(
        "commune_id",
        "is_staff",
        "serviceuserobjectpermission__permission__codename",
        "serviceuserobjectpermission__content_object_id",
        "serviceuserobjectpermission__content_object__commune_id",
    )
    found = list(rows)
    if not found:
        return NOBODY
    commune_id, is_staff = found[0][0], found[0][1]
    roles = frozenset((role, service) for _, _, role, service, commune in found if role and commune == commune_id)
    return Access(user_id=user_id, commune_id=commune_id, roles=roles, is_staff=is_staff)


def forget(user_id: int) -> None:
    """After a change of roles: the next question is asked of the database."""
    cache = _cache.get()
    if cache is not None:
        cache.pop(user_id, None)


class AccessMiddleware:
    """Opens empty caches for the length of one web request; never shared between two."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _cache.set({})
        try:
            with web_request():
                return self.get_response(request)
        finally:
            _cache.reset(token)
