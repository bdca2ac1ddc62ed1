"""One batch of work: what administrators set is read once for the whole batch, and workers are woken once.

A batch is a second of work (fifty mails, fifty deliveries): a change of settings made meanwhile is seen by the next
batch. Nothing outlives it, so nothing needs to be told that it is stale. Web requests have theirs
(``organisation.access.AccessMiddleware``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models

T = TypeVar("T")

Wake = tuple[Callable[..., None], tuple[Any, ...]]

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("core_batch_kept", default=None)
_wakes: ContextVar[dict[Hashable, Callable[[], None]] | None] = ContextVar("core_batch_wakes", default=None)


@contextlib.contextmanager
def batch() -> Iterator[None]:
    """Inside another batch it is that one. The wakes asked for leave at the end, whatever happened."""
    if _kept.get() is not None:
        yield
        return
    kept, wakes = _kept.set({}), _wakes.set({})
    try:
        yield
    finally:
        asked = _wakes.get() or {}
        _kept.reset(kept)
        _wakes.reset(wakes)
        for wake in asked.values():
            wake()


@contextlib.contextmanager
def web_request() -> Iterator[None]:
    """Remembers like a batch; wakes leave at once, for a person waits."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(key: Hashable, read: Callable[[], T]) -> T:
    """What does not change while one batch or one web request lasts is read once; outside of one, each time."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]


def forget_all() -> None:
    """After a change of what is remembered: the next question is asked of the database."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()


def at_the_end(key: Hashable, wake: Callable[[], None]) -> bool:
    """Keeps this wake, once a key, for the end of the batch; False outside of one: the caller wakes now."""
    wakes = _wakes.get()
    if wakes is None:
        return False
    wakes.setdefault(key, wake)
    return True


def in_a_batch() -> bool:
    """Several things are done in a row; in a web request, one."""
    return _wakes.get() is not None


def dress(row: models.Model, *names: str) -> None:
    """In a batch, gives this row its linked rows of configuration (town, procedure, service…) without a query each.

    For configuration alone: the same object is given to every row of the batch, and nobody saves it.
    """
    if not in_a_batch():
        return
    for name in names:
        field: Any = row._meta.get_field(name)  # noqa: SLF001 - Django’s documented API of models
        pk = getattr(row, field.attname)
        if pk is not None and not field.is_cached(row):
            field.set_cached_value(row, shared(field.related_model, pk))


def shared(model: type[models.Model], pk: int) -> Any:
    """One row of configuration by its key."""
    return remembered((model, pk), lambda: model._base_manager.get(pk=pk))  # noqa: SLF001 - every row, whatever the default manager shows
