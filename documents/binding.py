"""Many letters in one file for a printer: each begins on a front page, whatever the printer does of both sides."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _

from documents.errors import CannotRender

_A4 = (595.276, 841.89)


@dataclass(frozen=True)
class Bound:
    """`first_pages` counts from 0; `page_counts` holds the blank verso, so that every figure is even."""

    content: bytes
    first_pages: list[int]
    page_counts: list[int]


def bind(letters: Sequence[Sequence[bytes]]) -> Bound:
    """Each letter is the list of its documents, in their order. Raises CannotRender when one cannot be read."""
    first_pages: list[int] = []
    page_counts: list[int] = []
    with pikepdf.new() as whole:
        for documents in letters:
            first_pages.append(len(whole.pages))
            for content in documents:
                _append(whole, content)
            if len(whole.pages) % 2:
                whole.add_blank_page(page_size=_A4)
            page_counts.append(len(whole.pages) - first_pages[-1])
        return Bound(_saved(whole), first_pages, page_counts)


def take(content: bytes, ranges: Sequence[tuple[int, int]]) -> bytes:
    """The pages of these (first page, how many), in this order."""
    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as part:
        for first, count in ranges:
            part.pages.extend(source.pages[first : first + count])
        return _saved(part)


def joined(documents: Sequence[bytes]) -> bytes:
    """The documents of one letter; a single one is given back as it is, with its tags."""
    return documents[0] if len(documents) == 1 else bind([documents]).content


def _append(whole: pikepdf.Pdf, content: bytes) -> None:
    """A document begins on a front page too: the cover sheet is not the back of the letter."""
    if len(whole.pages) % 2:
        whole.add_blank_page(page_size=_A4)
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            whole.pages.extend(document.pages)
    except pikepdf.PdfError as error:
        raise CannotRender(_("Une lettre ne peut pas être relue : prévenez l’administrateur du site.")) from error


def _saved(document: pikepdf.Pdf) -> bytes:
    for page in document.pages:
        # Structure numbers belong to the document the page comes from.
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
    buffer = io.BytesIO()
    document.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()
