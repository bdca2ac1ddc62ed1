"""Draws a safe picture of a document: a photo made small, or the first page of a PDF by a bounded subprocess."""

import io
import shutil
import subprocess

from PIL import Image

from files import conf

_SIDE = 900  # pixels of the longest side
_QUALITY = 80


class Undrawable(Exception):
    """This content gives no picture: broken, too slow, too big, or no renderer on this machine."""


def draw(content: bytes, content_type: str) -> bytes:
    """A photo as JPEG, anything else as PNG. Nothing is written on the disk in clear: the content goes by a pipe."""
    picture = _first_page(content) if content_type == "application/pdf" else content
    try:
        image = Image.open(io.BytesIO(picture), formats=["PNG", "JPEG"])
        image.thumbnail((_SIDE, _SIDE))
        output = io.BytesIO()
        if content_type == "image/jpeg":  # the grain of a photo would weigh a megabyte in PNG
            image.convert("RGB").save(output, "JPEG", quality=_QUALITY)
        else:
            image.convert("RGB").save(output, "PNG", optimize=True)
    except (OSError, ValueError, SyntaxError) as error:
        raise Undrawable("not a picture") from error
    return output.getvalue()


def _first_page(content: bytes) -> bytes:
    renderer, limiter = shutil.which("pdftoppm"), shutil.which("prlimit")
    if not renderer or not limiter:
        raise Undrawable("pdftoppm or prlimit is missing")
    timeout = conf.number("FILES_PREVIEW_TIMEOUT")
    limits = [f"--as={conf.number('FILES_PREVIEW_MEMORY')}", f"--cpu={timeout}", "--core=0", "--nofile=64", "--fsize=0"]
    page = ["-png", "-singlefile", "-f", "1", "-l", "1", "-scale-to", str(_SIDE), "-"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed command, the content goes through the pipe
            [limiter, *limits, renderer, *page],
            input=content,
            capture_output=True,
            timeout=timeout,
            check=False,
            env={},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Undrawable(type(error).__name__) from error
    if done.returncode or not done.stdout:
        raise Undrawable(f"pdftoppm ended with {done.returncode}")
    return done.stdout
