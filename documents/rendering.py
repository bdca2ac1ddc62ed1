"""A template and a dictionary become a tagged PDF (PDF/UA-1) with a title and a language."""

from __future__ import annotations

import io
import re

import segno
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError

from core.typography.markup import french_html
from documents.assets import OwnFilesOnly
from documents.errors import CannotRender

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_COLOUR = "#0b6a53"


def render_pdf(template: str, context: dict, *, title: str, lang: str = "fr") -> bytes:
    """Returns the bytes of the PDF. `context["colour"]` (#rrggbb) is the town's; anything else is ignored."""
    html = render_to_string(template, {**context, "document_title": title, "lang": lang})
    return _tagged(french_html(html), town_colour(context.get("colour", "")))


def town_colour(colour: str) -> str:
    """A colour that may stand in a style sheet, whatever the row holds."""
    return colour if _COLOUR.fullmatch(colour or "") else DEFAULT_COLOUR


def _tagged(html: str, colour: str) -> bytes:
    fetcher = OwnFilesOnly()
    theme = CSS(string=f":root {{ --town: {colour} }}", url_fetcher=fetcher)
    page = HTML(string=html, base_url="static:letters/", url_fetcher=fetcher)
    try:
        content = page.write_pdf(stylesheets=[theme], pdf_variant="pdf/ua-1", optimize_images=True, dpi=200)
    except FatalURLFetchingError as missing:  # a BaseException: it would go through every handler
        raise CannotRender(_("Un dessin ou une police du courrier manque sur le serveur.")) from missing
    assert content is not None  # noqa: S101 - no target was given: WeasyPrint returns the bytes
    return content


def qr_svg(text: str) -> str:
    """A QR code (error correction M) as an SVG drawing without margin; the text is always printed beside it."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return buffer.getvalue().decode()
