"""Tesseract at arm’s length: a process of its own, one thread, bounded in time and memory; lines with their place."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image

from channels_app.post import conf

LANGUAGE = "fra"
# Under this (out of 100), one or two signs are dust rather than a word.
_WORD = 30
# Tesseract’s own measure of how sure it is which side is up.
_SURE_OF_SIDE = 1.5
_ROTATE = re.compile(r"^Rotate:\s*(\d+)", re.MULTILINE)
_CONFIDENCE = re.compile(r"^Orientation confidence:\s*([\d.]+)", re.MULTILINE)


class CannotRead(Exception):
    """The message is the French sentence shown in place of the text."""


@dataclass(frozen=True)
class Line:
    """One line of text, its box in dots of the picture, and how sure the reading is (0–100)."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    block: int = 0

    @property
    def bottom(self) -> int:
        return self.top + self.height


class Reader:
    """What reads a picture; the demonstration brings one that knows its own letters."""

    def lines(self, picture: Image.Image) -> list[Line]:
        return read_lines(picture)

    def side(self, picture: Image.Image) -> int:
        return side_up(picture)


def read_lines(picture: Image.Image) -> list[Line]:
    """Raises CannotRead when there is no reader, or when the page takes it too long."""
    output = _run(picture, "-l", LANGUAGE, "--psm", "3", "-c", "tessedit_create_tsv=1")
    return lines_of(output)


def side_up(picture: Image.Image) -> int:
    """Degrees to turn clockwise (0, 90, 180, 270) so that the text stands up; 0 when it cannot be told."""
    try:
        output = _run(picture, "--psm", "0", "-l", "osd")
    except CannotRead:
        # Too few letters to tell: the page stays as it came.
        return 0
    rotate, sure = _ROTATE.search(output), _CONFIDENCE.search(output)
    if not rotate or not sure or float(sure[1]) < _SURE_OF_SIDE:
        return 0
    return int(rotate[1]) % 360


def lines_of(tsv: str) -> list[Line]:
    """Words of tesseract’s table gathered by line, in reading order. Pure."""
    gathered: dict[tuple[int, int, int], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and _is_word((row.get("text") or "").strip(), float(row["conf"])):
            key = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            gathered.setdefault(key, []).append(row)
    return [_line(key[0], words) for key, words in sorted(gathered.items())]


def _is_word(text: str, sure: float) -> bool:
    """A long word that the dictionary doubts is still a word; two doubtful signs are not."""
    return sure >= _WORD or (sure >= 0 and sum(letter.isalpha() for letter in text) >= 3)


def _line(block: int, words: list[dict[str, str]]) -> Line:
    left = min(int(word["left"]) for word in words)
    top = min(int(word["top"]) for word in words)
    right = max(int(word["left"]) + int(word["width"]) for word in words)
    bottom = max(int(word["top"]) + int(word["height"]) for word in words)
    confidence = sum(float(word["conf"]) for word in words) / len(words)
    text = " ".join(word["text"].strip() for word in words)
    return Line(text, left, top, right - left, bottom - top, confidence, block)


def text_of(lines: list[Line]) -> str:
    """Blocks apart by an empty line."""
    parts, before = [], None
    for line in lines:
        if before is not None and line.block != before:
            parts.append("")
        parts.append(line.text)
        before = line.block
    return "\n".join(parts)


def confidence_of(lines: list[Line]) -> int:
    """Mean of the lines weighted by their length, 0–100."""
    weight = sum(len(line.text) for line in lines)
    return round(sum(line.confidence * len(line.text) for line in lines) / weight) if weight else 0


def _run(picture: Image.Image, *options: str) -> str:
    reader, limiter = shutil.which("tesseract"), shutil.which("prlimit")
    if not reader or not limiter:
        raise CannotRead(_("Le lecteur de texte manque sur le serveur : prévenez l’administrateur."))
    content = io.BytesIO()
    picture.save(content, "PPM")
    seconds, dpi = conf.number("GRC_SCAN_OCR_SECONDS"), conf.number("GRC_SCAN_DPI")
    limits = [f"--as={conf.number('GRC_SCAN_MEMORY')}", f"--cpu={seconds}", "--core=0", "--nofile=64"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed command, the picture goes through the pipe
            [limiter, *limits, reader, "stdin", "stdout", "--dpi", str(dpi), *options],
            input=content.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise CannotRead(_("Cette page est trop longue à lire : elle est gardée sans texte.")) from error
    if done.returncode:
        raise CannotRead(_("Le texte de cette page n’a pas pu être lu."))
    return done.stdout.decode("utf-8", "replace")
