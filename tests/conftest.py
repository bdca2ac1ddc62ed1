"""What every test has: its own cache, a commune's worth of quiet, no warning let through."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.chromium import chromium  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Counters of tries, presence and the like start from nothing."""
    cache.clear()
    yield


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path, settings) -> None:
    """No test reads what another one stored."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.MAILS_ROOT = tmp_path / "mails"


def pytest_report_header() -> str:
    database = settings.DATABASES["default"]
    return f"PostgreSQL {database['HOST']}:{database['PORT']}, Valkey {settings.REDIS_URL.rpartition('@')[2]}"
