"""A page of HTML drawn by WeasyPrint as a tagged PDF; imported by those that draw, when they do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from documents.assets import OwnFilesOnly
from documents.errors import CannotRender
from documents.press import press, undisturbed


def tagged(html: str, colour: str, mark: str) -> bytes:
    """PDF/UA-1. ``colour`` is the town’s, ``mark`` the address of its drawing. Raises CannotRender."""
    try:
        shared = press()
        html, sheets = shared.linked(html)
        theme = shared.sheet(f':root {{ --town: {colour} }} .mark {{ background-image: url("{mark}") }}')
        page = HTML(string=html, base_url="asset:letters/", url_fetcher=OwnFilesOnly())
        with undisturbed():
            content = page.write_pdf(
                stylesheets=[*sheets, theme],
                font_config=shared.fonts,
                pdf_variant="pdf/ua-1",
                optimize_images=True,
                dpi=200,
            )
    except FatalURLFetchingError as missing:  # a BaseException: it would go through every handler
        raise CannotRender(_("Un dessin ou une police du courrier manque sur le serveur.")) from missing
    assert content is not None  # noqa: S101 - no target was given: WeasyPrint returns the bytes
    return content
