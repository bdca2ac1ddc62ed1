"""A template and a dictionary become a tagged PDF (PDF/UA-1) with a title and a language."""

from __future__ import annotations

import base64
import io
import re

import segno
from django.template.loader import render_to_string

from core.typography.markup import french_html

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_COLOUR = "#0b6a53"
_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><rect width="44" height="44" rx="10" fill="COLOUR"/>'
    '<path d="M12 26V19a10 10 0 0 1 20 0v7M18 26v-5.5a4 4 0 0 1 8 0V26M8.5 32.5c2.25-2 4.5-2 6.75 0s4.5 2 6.75 0 '
    '4.5-2 6.75 0 4.5 2 6.75 0" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" '
    'stroke-linejoin="round"/></svg>'
)


def render_pdf(template: str, context: dict, *, title: str, lang: str = "fr") -> bytes:
    """`context["colour"]` (#rrggbb) is the town’s, `context["logo"]` its drawing (an `asset:` address)."""
    # WeasyPrint and its fonts are thirty megabytes: for processes that draw, not for all that may.
    from documents.drawing import tagged

    html = render_to_string(template, {**context, "document_title": title, "lang": lang})
    colour = town_colour(context.get("colour", ""))
    return tagged(french_html(html), colour, context.get("logo") or neutral_mark(colour))


def town_colour(colour: str) -> str:
    """A colour that may stand in a style sheet, whatever the row holds."""
    return colour if _COLOUR.fullmatch(colour or "") else DEFAULT_COLOUR


def neutral_mark(colour: str) -> str:
    """For a town that gave no drawing: an arch over water, in its colour."""
    return _data_uri(_MARK.replace("COLOUR", colour))


def qr_uri(text: str) -> str:
    """The `src` of the QR code of a text."""
    return _data_uri(qr_svg(text))


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def qr_svg(text: str) -> str:
    """A QR code (error correction M) as an SVG drawing without margin; the text is always printed beside it."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return buffer.getvalue().decode()
