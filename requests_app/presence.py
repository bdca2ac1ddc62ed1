"""Who else has this request open, and who is writing: kept less than a minute, in the cache only.

Without the cache nobody is seen, and every page still opens.
"""

from __future__ import annotations

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

from accounts.models import User
from core import calendar

# A page says « I am here » every fifteen seconds; three missed signs and it is gone.
SECONDS = 45
_Signs = dict[int, tuple[float, bool]]


def seen(request_id: int, user_id: int, *, is_writing: bool = False) -> None:
    """This agent has the request on screen now."""
    signs = _fresh(request_id)
    signs[user_id] = (calendar.now().timestamp(), is_writing)
    _keep(request_id, signs)


def left(request_id: int, user_id: int) -> None:
    signs = _fresh(request_id)
    if signs.pop(user_id, None) is not None:
        _keep(request_id, signs)


def others(request_id: int, user_id: int) -> list[tuple[str, bool]]:
    """(name, is writing) of every other agent there, by name."""
    signs = _fresh(request_id)
    signs.pop(user_id, None)
    if not signs:
        return []
    users = User.objects.filter(pk__in=list(signs), is_active=True).order_by("last_name", "first_name", "pk")
    return [(user.display_name, signs[user.pk][1]) for user in users]


def _key(request_id: int) -> str:
    return f"presence:request:{request_id}"


def _keep(request_id: int, signs: _Signs) -> None:
    with suppress(RedisError):
        cache.set(_key(request_id), signs, timeout=SECONDS)


def _fresh(request_id: int) -> _Signs:
    oldest = calendar.now().timestamp() - SECONDS
    try:
        kept = cache.get(_key(request_id)) or {}
    except RedisError:
        return {}
    return {user: sign for user, sign in kept.items() if sign[0] >= oldest}
