"""The folder where the scanner writes: each finished file is taken once, then moved to « fait » or « erreur »."""

from __future__ import annotations

import logging
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from channels_app.operations.postal.take_scan import take_scan
from channels_app.post import conf
from channels_app.post.enums import ScanSource
from core.actor import Actor
from core.errors import Refused

logger = logging.getLogger(__name__)

BY = Actor.system("channels_app.scan_folder")
DONE, WRONG = "fait", "erreur"
# What scanners and copies write before the file is whole.
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload")
_MOST = 50


@dataclass(frozen=True)
class _Done:
    taken: bool
    moved: bool


def watch_scan_folder(folder: Path | None = None) -> int:
    """Returns how many files were taken. A file is kept here, committed, before it is moved there: nothing is lost.

    A file still being written waits; one that is refused goes to « erreur » with a text that says why. One visit deals
    with so many; files that can be neither read nor moved are not counted, so that they hold up none of the others.
    """
    place = folder or conf.watch_folder()
    if place is None or not place.is_dir():
        return 0
    moved = taken = 0
    for file in sorted(place.iterdir()):
        if moved >= _MOST:
            break
        if _is_finished(file):
            done = _take(file, place)
            moved, taken = moved + done.moved, taken + done.taken
    return taken


def _is_finished(file: Path) -> bool:
    """Neither a link, nor hidden, nor written to lately: the size is stable."""
    if file.is_symlink() or not file.is_file() or file.name.startswith((".", "~")):
        return False
    if file.suffix.lower() in _UNFINISHED:
        return False
    try:
        status = file.stat()
    except OSError:
        return False
    quiet = time.time() - status.st_mtime >= conf.number("GRC_SCAN_STABLE_SECONDS")
    return quiet and status.st_size == _size_again(file)


def _size_again(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1


def _take(file: Path, place: Path) -> _Done:
    try:
        if file.stat().st_size > conf.number("GRC_SCAN_MAX_BYTES"):
            raise Refused(
                _("Ce lot est trop lourd : %(max)d Mo au plus. Numérisez-le en plusieurs fois.")
                % {"max": conf.number("GRC_SCAN_MAX_BYTES") // (1024 * 1024) or 1}
            )
        batch = take_scan(_read(file), name=file.name, by=BY, source=ScanSource.FOLDER)
    except Refused as refusal:
        return _Done(taken=False, moved=_move(file, place / WRONG, refusal.sentence))
    except OSError as error:
        # Locked by the scanner, or a share that went away: the next visit tries again.
        logger.warning("watch folder: a file cannot be read yet (%s)", type(error).__name__)
        return _Done(taken=False, moved=False)
    copy = _("Ce fichier avait déjà été reçu : il n’est pas enregistré deux fois.") if batch.is_copy else ""
    return _Done(taken=not batch.is_copy, moved=_move(file, place / DONE, copy))


def _read(file: Path) -> bytes:
    """The file itself: one that became a link since it was looked at would bring in what the server alone may read."""
    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(handle, "rb") as opened:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError
        return opened.read(conf.number("GRC_SCAN_MAX_BYTES") + 1)


def _move(file: Path, folder: Path, sentence: str) -> bool:
    """Never over another file; the text beside it has the same name. False where the file had to be left."""
    try:
        folder.mkdir(exist_ok=True)
        target = _free(folder, file.name)
        os.replace(file, target)
        if sentence:
            target.with_name(target.name + ".txt").write_text(sentence + "\n", encoding="utf-8")
    except OSError as error:
        # Taken already: the same bytes again are only counted.
        logger.error("watch folder: a file could not be moved (%s)", type(error).__name__)
    return not file.exists()


def _free(folder: Path, name: str) -> Path:
    target, count = folder / name, 1
    while target.exists():
        count += 1
        target = folder / f"{Path(name).stem}-{count}{Path(name).suffix}"
    return target
