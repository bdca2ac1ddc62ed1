"""Tries counted in the broker: so many in so many seconds, then a French sentence."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from core.errors import RateLimited


def hit(key: str, limit: int, per_seconds: int) -> None:
    """Counts one try under ``key``; raises RateLimited past ``limit`` tries in ``per_seconds``."""
    name = f"rate:{key}"
    cache.add(name, 0, timeout=per_seconds)
    try:
        count = cache.incr(name)
    except ValueError:  # expired between the two calls
        cache.set(name, 1, timeout=per_seconds)
        count = 1
    if count > limit:
        minutes = max(1, round(per_seconds / 60))
        sentence = _("Trop d’essais. Attendez %(minutes)s min puis recommencez, ou appelez-nous.") % {
            "minutes": minutes
        }
        raise RateLimited(sentence, per_seconds)
