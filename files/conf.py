"""Limits of this room, each overridable by a setting of the same name."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

DEFAULTS: dict[str, int | str] = {
    "MAX_UPLOAD_BYTES": 10 * 1024 * 1024,
    "FILES_MAX_REQUEST_BYTES": 60 * 1024 * 1024,
    "FILES_MAX_RECEIVED_BYTES": 60 * 1024 * 1024,  # one attachment of a mail, kept as it came
    "FILES_MAX_PIXELS": 60_000_000,
    "FILES_MAX_PDF_PAGES": 500,
    "FILES_MAX_UNZIPPED_BYTES": 100 * 1024 * 1024,
    "FILES_MAX_UNZIPPED_ENTRIES": 2_000,
    "FILES_MAX_UNZIPPED_RATIO": 200,
    "FILES_SCANNER": "",  # clamd, demo or none; empty: clamd when CLAMD_SOCKET is set, else none
    "FILES_SCAN_TIMEOUT": 20,
    "FILES_SCAN_RETRY_SECONDS": 15,
    "FILES_PREVIEW_TIMEOUT": 20,
    "FILES_PREVIEW_MEMORY": 1024 * 1024 * 1024,
    "CLAMD_SOCKET": "",
}

ORPHAN_AGE = timedelta(days=1)


def number(name: str) -> int:
    return int(getattr(settings, name, DEFAULTS[name]))


def text(name: str) -> str:
    return str(getattr(settings, name, DEFAULTS[name]) or "")


def root() -> Path:
    """The folder of the encrypted bytes: outside the web root, under the data directory of the installation."""
    return Path(settings.FILES_ROOT)
