"""PDF: read and written again without anything that acts. Pure.

Taken out: scripts, launches, embedded files, forms that send, multimedia, XFA. Writing again also drops what was
hidden before, between or after the objects (polyglots). A signed PDF without active content is kept byte for byte,
because writing again would break the signature.
"""

import io
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from django.utils.translation import gettext as _, ngettext

from core.errors import Refused

# Actions that do something else than move inside the document or open a web page the reader clicked.
_ACTIONS = frozenset(
    "/JavaScript /Launch /SubmitForm /ImportData /GoToE /GoToR /Rendition /Movie /Sound /RichMediaExecute /Trans "
    "/SetOCGState /GoTo3DView /Hide /ResetForm".split()
)
_ANNOTATIONS = frozenset("/FileAttachment /RichMedia /Movie /Sound /Screen /3D".split())
_KEYS = ("/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/AF", "/Collection")
_DEPTH = 40
_TRAILING = 1024
_SIGNED = re.compile(rb"/ByteRange\s*\[")

# qpdf's limits are process-wide: set once, before any thread reads a PDF. Bytes decoded from one stream.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=200 * 1024 * 1024,
    run_length_max_memory=200 * 1024 * 1024,
    dct_max_memory=400 * 1024 * 1024,
    png_max_memory=400 * 1024 * 1024,
    tiff_max_memory=400 * 1024 * 1024,
    dct_max_progressive_scans=200,
    parser_max_container_size=500_000,
)


@dataclass(frozen=True)
class Document:
    content: bytes
    metadata: dict[str, Any] = field(default_factory=dict)


def disarm(content: bytes, *, name: str, max_pages: int) -> Document:
    """The same pages, inert. Refused: protected by a password, unreadable, without page, too many pages."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            pages = _page_count(pdf, name, max_pages)
            removed = _remove_actions(pdf)
            if not removed and _signed_as_is(content):
                return Document(content, {"pages": pages, "signed": True})
            written = _write(pdf)
    except pikepdf.PasswordError as error:
        raise Refused(
            _(
                "Le document « %(name)s » est protégé par un mot de passe. "
                "Enregistrez-en une copie sans mot de passe puis joignez-la."
            )
            % {"name": name}
        ) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, MemoryError, OSError) as error:
        raise _broken(name) from error
    metadata: dict[str, Any] = {"pages": pages}
    if removed:
        metadata["active_content_removed"] = removed
    return Document(written, metadata)


def _write(pdf: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    # Usage rights are a signature of the whole file: once rewritten, readers would complain of them.
    if "/Perms" in pdf.Root:
        del pdf.Root["/Perms"]
    with warnings.catch_warnings():
        # A received form may have fields its own form does not list: not ours to mend.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        # Object streams stay as they are: archival profiles forbid them.
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.preserve, encryption=False)
    return output.getvalue()


def _broken(name: str) -> Refused:
    return Refused(
        _("Le document « %(name)s » est abîmé : il ne s’ouvre pas. Enregistrez-le à nouveau en PDF puis joignez-le.")
        % {"name": name}
    )


def _page_count(pdf: pikepdf.Pdf, name: str, max_pages: int) -> int:
    pages = len(pdf.pages)
    if pages == 0:
        raise _broken(name)
    if pages > max_pages:
        raise Refused(
            ngettext(
                "Le document « %(name)s » dépasse %(max)s page. Joignez seulement les pages utiles.",
                "Le document « %(name)s » dépasse %(max)s pages. Joignez seulement les pages utiles.",
                max_pages,
            )
            % {"name": name, "max": max_pages}
        )
    return pages


def _signed_as_is(content: bytes) -> bool:
    """A signature that covers a file which is a PDF from its first byte to its last."""
    tail = content.rfind(b"%%EOF")
    return bool(_SIGNED.search(content)) and content.startswith(b"%PDF-") and len(content) - tail < _TRAILING


def _remove_actions(pdf: pikepdf.Pdf) -> int:
    """Number of things taken out, over every object, reachable or not."""
    removed = _clean(pdf.trailer, 0)
    for item in pdf.objects:
        removed += _clean(item, 0)
    return removed


def _clean(item: Any, depth: int) -> int:
    """Direct children only: indirect ones are met by the walk over all objects."""
    if depth > _DEPTH:
        raise ValueError("nested too deep")
    if isinstance(item, pikepdf.Array):
        return _clean_array(item, depth)
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        return _clean_dictionary(item, depth)
    return 0


def _clean_array(item: pikepdf.Array, depth: int) -> int:
    return sum(_clean(child, depth + 1) for child in item if not _indirect(child))


def _clean_dictionary(item: Any, depth: int) -> int:
    removed = 0
    if _acts(item):
        for key in list(item.keys()):
            if key != "/Next":
                del item[key]
        return 1
    for key in _KEYS:
        if key in item:
            del item[key]
            removed += 1
    for key in list(item.keys()):
        child = item.get(key)
        if not _indirect(child):
            removed += _clean(child, depth + 1)
    return removed


def _acts(item: Any) -> bool:
    return _name(item, "/S") in _ACTIONS or (
        _name(item, "/Subtype") in _ANNOTATIONS and ("/Rect" in item or _name(item, "/Type") == "/Annot")
    )


def _name(item: Any, key: str) -> str:
    found = item.get(key)
    return str(found) if isinstance(found, pikepdf.Name) else ""


def _indirect(child: Any) -> bool:
    return bool(getattr(child, "is_indirect", False))
