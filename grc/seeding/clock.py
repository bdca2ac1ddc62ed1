"""A story of the last weeks is told by the real operations, each at its own hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def clock_at(instant: dt.datetime) -> Iterator[None]:
    """Everything that asks ``timezone.now()`` in this process hears ``instant``. For the demonstration only."""
    with mock.patch.object(timezone, "now", return_value=instant):
        yield
