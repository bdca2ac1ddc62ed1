"""A form posted twice by the same page (double click, reload): done once, and never told done when it was not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from redis.exceptions import RedisError

DONE_FOR = 24 * 3600
# Longer than a message with its files takes; past it, the process that had begun is dead: better two than none.
PATIENCE = 15.0
STEP = 0.25
PENDING, DONE = "pending", "done"


@contextmanager
def once(ticket: str) -> Iterator[bool]:
    """True: do it now. False: the same form already did it. Left by an error, the ticket can serve again.

    Without the cache, everything is done each time: nobody is kept from writing to their town.
    """
    if not _mine(ticket):
        yield False
        return
    try:
        yield True
    except BaseException:
        _write(ticket, None)
        raise
    _write(ticket, DONE)


def _mine(ticket: str) -> bool:
    """Waits for whoever holds it: done, given back, or silent for too long."""
    try:
        for _attempt in range(int(PATIENCE / STEP)):
            if cache.add(ticket, PENDING, DONE_FOR):
                return True
            if cache.get(ticket) == DONE:
                return False
            time.sleep(STEP)
    except RedisError:
        return True
    return True


def _write(ticket: str, value: str | None) -> None:
    try:
        if value is None:
            cache.delete(ticket)
        else:
            cache.set(ticket, value, DONE_FOR)
    except RedisError:
        return
