"""Tests: real PostgreSQL and Valkey (started by `tests/servers.py` unless given), quick hashing, plain static files."""

import os
from pathlib import Path

from grc.settings.base import *  # noqa: F403
from grc.settings.base import CACHES, GRC_HOME, REDIS_URL, ROOT

SECRET_KEY = "tests-" + "0123456789abcdef" * 3
GRC_FILES_KEY = "tests-files-" + "0123456789abcdef" * 3
GRC_CODES_KEY = "tests-codes-" + "0123456789abcdef" * 3
GRC_SMS_RECEIPT_SECRET = "tests-sms-" + "0123456789abcdef" * 3
GRC_CTI_SECRET = "tests-cti-" + "0123456789abcdef" * 3
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = ROOT / "static"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES_ROOT = Path(GRC_HOME) / "files"
MAILS_ROOT = Path(GRC_HOME) / "mails"
LOGGING = {"version": 1, "disable_existing_loggers": False}
GRC_OUTBOX = {"lease_seconds": 1, "max_attempts": 3, "first_delay_seconds": 0, "max_delay_seconds": 1}

# Each worker of pytest-xdist has its own numbered database of the one Valkey.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
REDIS_URL = f"{REDIS_URL.rpartition('/')[0]}/{int(_worker) % 16}" if REDIS_URL else ""
CELERY_BROKER_URL = REDIS_URL
CACHES = {"default": {**CACHES["default"], "LOCATION": REDIS_URL or CACHES["default"]["LOCATION"]}}
