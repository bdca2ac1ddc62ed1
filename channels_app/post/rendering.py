"""From the bytes of a scan to the picture of one page, in grey, near 200 dots an inch. Bounded in time and memory.

A PDF page is drawn by pdftoppm, one page alone through a pipe; TIFF, JPEG and PNG by Pillow. Nothing is written on
the disk in clear.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
from django.utils.translation import gettext as _, ngettext
from PIL import Image, ImageOps

from channels_app.post import conf
from channels_app.post.kinds import PDF, TIFF

_BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, MemoryError, OSError, SyntaxError, EOFError)
# What a scanner that says nothing of its resolution was fed with: A4, in inches.
_A4 = (8.27, 11.69)
_POINTS = 72
# A page is never smaller than a stamp nor larger than this, in points (PDF 32000-1, annex C: 14 400).
_LARGEST_PAGE = 14_400


class Unreadable(Exception):
    """The whole scan cannot be opened; the message is the French sentence an agent reads."""


class PageUnreadable(Exception):
    """This page cannot be drawn; the message is the French sentence shown in its place."""


class Scan:
    """An opened scan: how many pages, and the picture of each by its number from 1."""

    def __init__(self, kind: str, document: pikepdf.Pdf | None, image: Image.Image | None, count: int) -> None:
        self.kind, self.count = kind, count
        self._document, self._image = document, image

    def page(self, number: int) -> Image.Image:
        """A grey picture, upright as the scanner gave it. Raises PageUnreadable."""
        if self._document is not None:
            return _draw(_one_page(self._document, number), _resolution(self._document, number))
        assert self._image is not None  # noqa: S101 - narrows the type
        return _frame(self._image, number, self.kind)


@contextmanager
def opened(content: bytes, kind: str) -> Iterator[Scan]:
    """Raises Unreadable: protected by a password, broken, without page, too many pages."""
    if kind == PDF:
        with _pdf(content) as document:
            yield Scan(kind, document, None, _counted(len(document.pages)))
        return
    with _image(content) as image:
        yield Scan(kind, None, image, _counted(getattr(image, "n_frames", 1) if kind == TIFF else 1))


@contextmanager
def _pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    try:
        document = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Unreadable(
            _("Ce PDF est protégé par un mot de passe : il ne peut pas être lu. Numérisez à nouveau sans protection.")
        ) from error
    except _BROKEN as error:
        raise Unreadable(_broken()) from error
    with document:
        yield document


@contextmanager
def _image(content: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content), formats=["TIFF", "JPEG", "PNG"])
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise Unreadable(_broken()) from error
    with image:
        yield image


def _broken() -> str:
    return _("Ce fichier est abîmé : il ne s’ouvre pas. Le scanner l’a peut-être coupé ; numérisez à nouveau.")


def _counted(count: int) -> int:
    most = conf.number("GRC_SCAN_MAX_PAGES")
    if count == 0:
        raise Unreadable(_("Ce fichier n’a aucune page : numérisez à nouveau le courrier."))
    if count > most:
        told = ngettext(
            "Ce lot compte %(count)d page, plus que les %(most)d permises : numérisez-le en plusieurs fois.",
            "Ce lot compte %(count)d pages, plus que les %(most)d permises : numérisez-le en plusieurs fois.",
            count,
        )
        raise Unreadable(told % {"count": count, "most": most})
    return count


def _one_page(document: pikepdf.Pdf, number: int) -> bytes:
    """That page alone: a scan of three hundred pages is not sent whole three hundred times."""
    output = io.BytesIO()
    try:
        with pikepdf.new() as alone, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            alone.pages.append(document.pages[number - 1])
            alone.save(output)
    except _BROKEN as error:
        raise PageUnreadable(_("Cette page est abîmée dans le fichier : numérisez-la à nouveau.")) from error
    return output.getvalue()


def _resolution(document: pikepdf.Pdf, number: int) -> int:
    """200 dots an inch, less for a page that would not fit."""
    dpi, longest = conf.number("GRC_SCAN_DPI"), conf.number("GRC_SCAN_LONGEST_SIDE")
    try:
        page = document.pages[number - 1]
        box = [float(side) for side in page.mediabox]
        unit = float(page.obj.get("/UserUnit", 1))
    except _BROKEN as error:
        raise PageUnreadable(_("Cette page est abîmée dans le fichier : numérisez-la à nouveau.")) from error
    side = max(abs(box[2] - box[0]), abs(box[3] - box[1])) * unit
    if not 1 < side <= _LARGEST_PAGE:
        raise PageUnreadable(_("Cette page a une taille démesurée : elle n’a pas été dessinée. Ouvrez le fichier."))
    return max(10, min(dpi, int(longest * _POINTS / side)))


def _draw(page: bytes, dpi: int) -> Image.Image:
    renderer, limiter = shutil.which("pdftoppm"), shutil.which("prlimit")
    if not renderer or not limiter:
        raise PageUnreadable(_("Le dessinateur de PDF manque sur le serveur : prévenez l’administrateur."))
    seconds = conf.number("GRC_SCAN_RENDER_SECONDS")
    limits = [f"--as={conf.number('GRC_SCAN_MEMORY')}", f"--cpu={seconds}", "--core=0", "--nofile=64", "--fsize=0"]
    command = [limiter, *limits, renderer, "-gray", "-r", str(dpi), "-f", "1", "-l", "1", "-singlefile", "-"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed command, the content goes through the pipe
            command, input=page, capture_output=True, timeout=seconds, check=False, env={}
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise PageUnreadable(_("Cette page est trop longue à dessiner : elle n’a pas été lue.")) from error
    if done.returncode or not done.stdout:
        raise PageUnreadable(_("Cette page ne peut pas être dessinée : numérisez-la à nouveau."))
    return _loaded(io.BytesIO(done.stdout))


def _loaded(content: io.BytesIO) -> Image.Image:
    try:
        return Image.open(content, formats=["PPM"]).convert("L")
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise PageUnreadable(_("Cette page ne peut pas être dessinée : numérisez-la à nouveau.")) from error


def _frame(image: Image.Image, number: int, kind: str) -> Image.Image:
    """One page of a TIFF, or a photo; brought near 200 dots an inch, square dots (fax pages have not)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.seek(number - 1)
            if image.width * image.height > conf.number("GRC_SCAN_MAX_PIXELS"):
                raise PageUnreadable(
                    _("Cette page a une taille démesurée : elle n’a pas été dessinée. Ouvrez le fichier.")
                )
            upright = ImageOps.exif_transpose(image) if kind != TIFF else image
            return _to_scale(upright.convert("L"), image.info.get("dpi"))
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise PageUnreadable(_("Cette page est abîmée dans le fichier : numérisez-la à nouveau.")) from error


def _to_scale(picture: Image.Image, dpi: tuple[float, float] | None) -> Image.Image:
    wanted, longest = conf.number("GRC_SCAN_DPI"), conf.number("GRC_SCAN_LONGEST_SIDE")
    across, down = (float(dpi[0]), float(dpi[1])) if dpi else (0.0, 0.0)
    if not (90 <= across <= 1200 and 90 <= down <= 1200):
        # A photo says 72, or nothing: what it shows is a page.
        across = down = max(picture.size) / _A4[1]
    size = (round(picture.width * wanted / across), round(picture.height * wanted / down))
    shrink = min(1.0, longest / max(size))
    size = (max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink)))
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)
