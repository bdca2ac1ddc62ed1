"""The only things a letter may load: our own static files and `data:` images; no network, no path of the disk.

A letter carries words typed by anybody: an address hidden in them must fetch nothing (SSRF, local files).
"""

import io
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSET = "asset:"
_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2"}


class OwnFilesOnly(URLFetcher):
    """`asset:letters/letter.css` goes through the staticfiles finders; `data:` is decoded; the rest is refused."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(ASSET):
            path = unquote(url.removeprefix(ASSET))
            return URLFetcherResponse(url, read_static(path), {"Content-Type": _content_type(path)})
        if url.startswith("data:"):
            return super().fetch(url, headers)
        raise ValueError("outside address refused")


def read_static(path: str) -> bytes:
    """A missing file of ours is a fault of the installation, told at once rather than printed as a hole."""
    found = finders.find(path) if _is_plain(path) else None
    if not found:
        raise FatalURLFetchingError(f"static file missing: {path}")
    return _read(str(found))


def _is_plain(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/")


@lru_cache(maxsize=64)
def _read(path: str) -> bytes:
    """Kept for the life of the process; fonts are unpacked once, a third of the time of a letter otherwise."""
    content = Path(path).read_bytes()
    return unpacked_font(content) if path.endswith(".woff2") else content


def unpacked_font(content: bytes) -> bytes:
    font = TTFont(io.BytesIO(content))
    font.flavor = None
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=False)
    return buffer.getvalue()


def _content_type(path: str) -> str:
    return _TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")
