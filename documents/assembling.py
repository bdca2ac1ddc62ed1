"""A request as one PDF: the cover, then each document behind a page « Pièce 1 — … »."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from documents.rendering import render_pdf

# More would fill the memory of a worker; the document stays readable from the request.
MOST_PAGES = 500
# A title and its picture share one page.
LONGEST_TITLE = 160
# A4 at 200 dots an inch.
_PRINT_SIZE = (1654, 2339)


@dataclass(frozen=True)
class Part:
    """One document of the request, already clean; `content` is empty when the file may not be opened, for the reason
    that `problem` says: the antivirus unless told."""

    title: str
    content: bytes
    content_type: str
    problem: str = ""


@dataclass
class _Piece:
    rank: int
    title: str
    problem: str = ""
    picture: str = ""
    document: pikepdf.Pdf | None = None

    @property
    def heading(self) -> str:
        return _("Pièce %(rank)s — %(title)s") % {"rank": self.rank, "title": self.title}

    @property
    def pages(self) -> int:
        return len(self.document.pages) if self.document else 0


def assemble(cover: bytes, parts: list[Part]) -> bytes:
    """Documents are numbered in the order given; one that cannot be read becomes a page that says so."""
    pieces = [_read(rank, part) for rank, part in enumerate(parts, start=1)]
    with pikepdf.open(io.BytesIO(cover)) as whole:
        if pieces:
            _append(whole, pieces)
        buffer = io.BytesIO()
        whole.save(buffer, linearize=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for piece in pieces:
        if piece.document:
            piece.document.close()
    return buffer.getvalue()


def enclosure(part: Part, rank: int) -> bytes:
    """One document put in an envelope after a letter: as it is when it is a PDF, else on a page that bears its name."""
    piece = _read(rank, part)
    if piece.document:
        piece.document.close()
        return part.content
    return render_pdf("letters/pieces.html", {"pieces": [piece]}, title=piece.heading)


def _read(rank: int, part: Part) -> _Piece:
    piece = _Piece(rank, part.title[:LONGEST_TITLE])
    if part.problem:
        piece.problem = part.problem
    elif not part.content:
        piece.problem = _("Ce document ne peut pas être ouvert : il n’a pas passé le contrôle antivirus.")
    elif part.content_type == "application/pdf":
        _read_pdf(piece, part.content)
    elif part.content_type.startswith("image/"):
        _read_picture(piece, part.content)
    else:
        piece.problem = _("Ce document n’a pas de forme imprimable. Ouvrez-le depuis la demande.")
    return piece


def _read_pdf(piece: _Piece, content: bytes) -> None:
    try:
        document = pikepdf.open(io.BytesIO(content))
        pages = len(document.pages)
    except pikepdf.PasswordError:
        piece.problem = _("Ce PDF est protégé par un mot de passe : il n’a pas pu être joint ici.")
    except (pikepdf.PdfError, ValueError, RuntimeError):
        piece.problem = _("Ce PDF est abîmé et n’a pas pu être lu. Demandez-en un autre exemplaire.")
    else:
        if 0 < pages <= MOST_PAGES:
            piece.document = document
        else:
            piece.problem = _("Ce PDF est vide ou trop long pour être joint ici. Ouvrez-le depuis la demande.")
            document.close()


def _read_picture(piece: _Piece, content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.thumbnail(_PRINT_SIZE)
            buffer = io.BytesIO()
            image.convert("RGB").save(buffer, "JPEG", quality=85)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        piece.problem = _("Cette image est abîmée et n’a pas pu être lue. Demandez-en un autre exemplaire.")
    else:
        piece.picture = "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()


def _append(whole: pikepdf.Pdf, pieces: list[_Piece]) -> None:
    separators = render_pdf("letters/pieces.html", {"pieces": pieces}, title=_("Documents joints"))
    # One page a piece: a title never fills two.
    with pikepdf.open(io.BytesIO(separators)) as heads, whole.open_outline() as outline:
        for piece, head in zip(pieces, heads.pages, strict=False):
            outline.root.append(pikepdf.OutlineItem(piece.heading, len(whole.pages)))
            _add_page(whole, head)
            for page in piece.document.pages if piece.document else ():
                _add_page(whole, page)
    _no_longer_claims_accessibility(whole)


def _add_page(whole: pikepdf.Pdf, page: pikepdf.Page) -> None:
    whole.pages.append(page)
    added = whole.pages[-1].obj
    # Structure numbers and actions belong to the document the page comes from.
    for key in ("/StructParents", "/AA", "/Annots"):
        if key in added:
            del added[key]


def _no_longer_claims_accessibility(whole: pikepdf.Pdf) -> None:
    """Documents of others are not tagged: the whole may not say it conforms to PDF/UA."""
    with whole.open_metadata() as metadata:
        if "pdfuaid:part" in metadata:
            del metadata["pdfuaid:part"]
