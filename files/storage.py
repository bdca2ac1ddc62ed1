"""Where encrypted bytes lie: one small interface, so that a bucket can replace the disk."""

import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from files import conf


def new_path(commune_id: int) -> str:
    """A random name under the commune; nothing of the file's own name."""
    name = secrets.token_hex(16)
    return f"{commune_id}/{name[:2]}/{name}"


def write(path: str, sealed: bytes) -> None:
    """Whole or not at all, and on the disk when it returns. Raises OSError when the disk is full."""
    target = conf.root() / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_suffix(".part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(sealed)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def read(path: str) -> bytes:
    """Raises FileNotFoundError when the bytes are gone."""
    return (conf.root() / path).read_bytes()


def delete(path: str) -> None:
    (conf.root() / path).unlink(missing_ok=True)


def delete_all(paths: Iterable[str]) -> None:
    for path in paths:
        delete(path)


def older_than(instant: datetime) -> Iterator[str]:
    """Paths written before this instant, partial ones included: candidates of the sweep of stray bytes."""
    root: Path = conf.root()
    for found in root.rglob("*"):
        if found.is_file() and found.stat().st_mtime < instant.timestamp():
            yield str(found.relative_to(root))
