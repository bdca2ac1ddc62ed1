"""The pictures of pages bound into one PDF, as they are: nothing is drawn again. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from PIL import Image

_POINTS, _DPI = 72, 200


def bind(pictures: Iterable[bytes]) -> bytes:
    """Grey JPEG pictures, one a page, at 200 dots an inch."""
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        for picture in pictures:
            _add(pdf, picture)
        pdf.save(output)
    return output.getvalue()


def _add(pdf: pikepdf.Pdf, picture: bytes) -> None:
    with Image.open(io.BytesIO(picture), formats=["JPEG"]) as image:
        width, height = image.size
    across, down = width * _POINTS / _DPI, height * _POINTS / _DPI
    page = pdf.add_blank_page(page_size=(across, down))
    drawn = pikepdf.Stream(
        pdf,
        picture,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=drawn))
    page.obj.Contents = pikepdf.Stream(pdf, f"q {across:.2f} 0 0 {down:.2f} 0 0 cm /Page Do Q".encode())
