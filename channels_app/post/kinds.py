"""What a scanner may send: told by the first bytes, never by the name. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import Refused

PDF, TIFF, JPEG, PNG = "pdf", "tiff", "jpeg", "png"
_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
)
EXTENSIONS = {PDF: "pdf", TIFF: "tif", JPEG: "jpg", PNG: "png"}
# Some scanners write a few bytes before the header (PDF 1.7, annex H.3.4.1).
_HEADER_WITHIN = 1024


def kind_of(content: bytes) -> str:
    """« pdf », « tiff », « jpeg » or « png ». Raises Refused with the sentence that says why not."""
    if not content:
        raise Refused(_("Ce fichier est vide : numérisez à nouveau le courrier."))
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if b"%PDF-" in content[:_HEADER_WITHIN]:
        return PDF
    raise Refused(_("Ce fichier n’est pas une numérisation : envoyez un PDF, un TIFF, un JPEG ou un PNG."))
