"""Limits of the reading of scans, each overridable by a setting of the same name."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

DEFAULTS: dict[str, int] = {
    "GRC_SCAN_MAX_BYTES": 60 * 1024 * 1024,
    "GRC_SCAN_MAX_PAGES": 500,
    "GRC_SCAN_DPI": 200,
    # Longest side of a page picture: an A3 at 200 dots an inch, and a little.
    "GRC_SCAN_LONGEST_SIDE": 3600,
    "GRC_SCAN_MAX_PIXELS": 80_000_000,
    "GRC_SCAN_RENDER_SECONDS": 30,
    "GRC_SCAN_OCR_SECONDS": 60,
    "GRC_SCAN_MEMORY": 1536 * 1024 * 1024,
    # Of one visit to a batch: the next one goes on from there.
    "GRC_SCAN_VISIT_SECONDS": 120,
    "GRC_SCAN_TRIES": 3,
    # A file of the watch folder is taken when nothing was written to it for as long.
    "GRC_SCAN_STABLE_SECONDS": 10,
}


def number(name: str) -> int:
    return int(getattr(settings, name, DEFAULTS[name]))


def watch_folder() -> Path | None:
    """Where the scanner writes its files; None when the town has none."""
    folder = str(getattr(settings, "GRC_SCAN_FOLDER", "") or "")
    return Path(folder) if folder else None
