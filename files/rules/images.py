"""Photos: decoded and written again, so that nothing but the picture is kept. Pure.

Position, author, serial number of the camera, comments, thumbnails and any foreign bytes appended to the file are lost
on purpose (GDPR, art. 5(1)(c): a photo of a pothole must not tell where its author lives); the orientation is applied.
"""

import io
import threading
from dataclasses import dataclass, field
from typing import Any

import pillow_heif
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps

from core.errors import Refused
from files.enums import REDRAW
from files.rules import jpeg
from files.rules.kinds import HEIC, JPEG, PNG, WEBP, Kind

# Loaded once, single threaded decoding: a web process is not a photo workshop.
pillow_heif.register_heif_opener(thumbnails=False)

_FORMATS: dict[str, list[str]] = {
    JPEG.code: ["JPEG", "MPO"],
    PNG.code: ["PNG"],
    HEIC.code: ["HEIF"],
    WEBP.code: ["WEBP"],
}
_strict = threading.Lock()
_LONGEST_SIDE = 6000
_QUALITY = 88
# Everything a decoder may raise on hostile bytes.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError, TypeError, KeyError, IndexError)


@dataclass(frozen=True)
class Picture:
    content: bytes
    kind: Kind
    metadata: dict[str, Any] = field(default_factory=dict)


def take_in(content: bytes, kind: Kind, *, name: str, max_pixels: int) -> Picture:
    """What a person waits for. A photo in JPEG is made bare, its points are left to a worker (``REDRAW``); any other
    picture, and whatever looks damaged, is drawn at once. Refused as `redraw` says."""
    bare = _bare(content, max_pixels) if kind is JPEG else None
    return bare or redraw(content, kind, name=name, max_pixels=max_pixels)


def _bare(content: bytes, max_pixels: int) -> Picture | None:
    """None where the header alone does not say that the picture will do."""
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS[JPEG.code])
        if image.width * image.height > max_pixels:
            return None
        points = jpeg.bare(content, image.getexif().get(ExifTags.Base.Orientation, 1))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *_BROKEN):
        return None
    if points is None:
        return None
    return Picture(points, JPEG, _told(image) | {REDRAW: 0, "width": image.width, "height": image.height})


def redraw(content: bytes, kind: Kind, *, name: str, max_pixels: int) -> Picture:
    """The same picture, upright, without metadata: JPEG, or PNG when it came as PNG or is transparent.

    Refused: more pixels than `max_pixels` (a bomb, or a poster), truncated or broken data.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS[kind.code])
        if image.width * image.height > max_pixels:
            raise _giant(name, max_pixels)
        _load_whole(image)
        return _write(_upright(image), kind, _told(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _giant(name, max_pixels) from error
    except _BROKEN as error:
        raise Refused(
            _("L’image « %(name)s » est abîmée : elle ne s’ouvre pas. Reprenez la photo ou enregistrez-la à nouveau.")
            % {"name": name}
        ) from error


def _giant(name: str, max_pixels: int) -> Refused:
    return Refused(
        _("L’image « %(name)s » est trop grande : %(max)s millions de points au plus. Réduisez-la puis joignez-la.")
        % {"name": name, "max": max_pixels // 1_000_000 or 1}
    )


def _told(image: Image.Image) -> dict[str, Any]:
    """Whether a position was erased: its author reads it beside the photo."""
    try:
        return {"location_removed": True} if image.getexif().get_ifd(ExifTags.IFD.GPSInfo) else {}
    except _BROKEN:
        return {}


def _load_whole(image: Image.Image) -> None:
    """WeasyPrint tells Pillow, process-wide, to fill truncated pictures with grey: not the ones people send."""
    with _strict:
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _upright(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return _in_srgb(upright, profile)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours of phones are often wider than the web's: converted while the profile is still there."""
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return converted or image


def _write(image: Image.Image, kind: Kind, metadata: dict[str, Any]) -> Picture:
    transparent = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    output = io.BytesIO()
    if kind is PNG or transparent:
        clean = image.convert("RGBA" if transparent else _opaque_mode(image))
        _without_metadata(clean).save(output, "PNG", compress_level=_effort(image))
        written = PNG
    else:
        clean = image.convert(_opaque_mode(image))
        _without_metadata(clean).save(output, "JPEG", quality=_QUALITY, optimize=True, progressive=False)
        written = JPEG
    if written is not kind:
        metadata["converted_from"] = kind.code
    metadata |= {"width": image.width, "height": image.height}
    return Picture(output.getvalue(), written, metadata)


def _effort(image: Image.Image) -> int:
    """A person waits: a large scan is packed quickly (1 s for 12 million points), a screenshot tightly."""
    return 6 if image.width * image.height < 2_000_000 else 1


def _opaque_mode(image: Image.Image) -> str:
    return "L" if image.mode in {"1", "L", "I", "I;16", "F"} else "RGB"


def _without_metadata(image: Image.Image) -> Image.Image:
    """`info` is where Pillow keeps EXIF, XMP, comments and profiles; some writers copy it silently."""
    image.info.clear()
    return image
