"""Tries counted in the broker: so many in so many seconds, then a French sentence."""

from contextlib import suppress

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from core.errors import RateLimited

# While the broker is down each process counts for itself: neither an error page nor an open door.
_own = LocMemCache("core.ratelimit", {})


def hit(key: str, limit: int, per_seconds: int) -> None:
    """Counts one try under ``key``; raises RateLimited past ``limit`` tries in ``per_seconds``."""
    try:
        count = _count(cache, f"rate:{key}", per_seconds)
    except RedisError:
        count = _count(_own, f"rate:{key}", per_seconds)
    if count > limit:
        minutes = max(1, round(per_seconds / 60))
        sentence = _("Trop d’essais. Attendez %(minutes)s min puis recommencez, ou appelez-nous.") % {
            "minutes": minutes
        }
        raise RateLimited(sentence, per_seconds)


def _count(counter: BaseCache, name: str, per_seconds: int) -> int:
    for _try in range(2):  # begun by another, or expired, between the two calls
        with suppress(ValueError):
            return counter.incr(name)
        if counter.add(name, 1, timeout=per_seconds):
            break
    return 1
