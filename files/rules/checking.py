"""From the bytes a person sent to the bytes the town keeps, or a French sentence that says why not. Pure."""

from dataclasses import dataclass, field
from typing import Any

import magic
from django.utils.translation import gettext as _

from core.errors import Refused
from files.rules import archives, images, pdf
from files.rules.kinds import ACCEPT_IMAGES, JPEG, ODF_KINDS, OOXML_KINDS, PDF, Kind, accepted_extensions, kind_of
from files.rules.names import clean_name, extension_of, shown

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_MAGIC_BYTES = 64 * 1024


@dataclass(frozen=True)
class Rules:
    """Limits in bytes, pixels, pages and archive entries."""

    max_bytes: int
    max_pixels: int
    max_pages: int
    archives: archives.Limits


@dataclass(frozen=True)
class Accepted:
    content: bytes
    name: str
    content_type: str
    metadata: dict[str, Any] = field(default_factory=dict)


def check(content: bytes, *, name: str, accept: tuple[Kind, ...], rules: Rules) -> Accepted:
    """Name, extension, first bytes, then the inside of the file. Raises Refused with a sentence."""
    quoted = shown(name) or _("sans nom")
    refuse_size(len(content), name=quoted, max_bytes=rules.max_bytes)
    kind = _true_picture(content, _announced(name, quoted, accept), accept)
    _refuse_liar(content, kind, quoted)
    if kind in ACCEPT_IMAGES:
        picture = images.take_in(content, kind, name=quoted, max_pixels=rules.max_pixels)
        return Accepted(
            picture.content, _named(name, picture.kind, _("photo")), picture.kind.content_type, picture.metadata
        )
    if kind is PDF:
        document = pdf.disarm(content, name=quoted, max_pages=rules.max_pages)
        return Accepted(document.content, _named(name, PDF, _("document")), PDF.content_type, document.metadata)
    archives.inspect(content, kind, name=quoted, limits=rules.archives)
    return Accepted(content, _named(name, kind, _("document")), kind.content_type)


def refuse_size(size: int, *, name: str, max_bytes: int) -> None:
    """Refuses an empty file, and one beyond `max_bytes` (told in megabytes)."""
    if size == 0:
        raise Refused(_("Le fichier « %(name)s » est vide. Vérifiez-le puis joignez-le à nouveau.") % {"name": name})
    if size > max_bytes:
        raise Refused(
            _("Le fichier « %(name)s » est trop lourd : %(max)s Mo au plus. Réduisez-le puis joignez-le.")
            % {"name": name, "max": max_bytes // (1024 * 1024) or 1}
        )


def _named(name: str, kind: Kind, default: str) -> str:
    extension = extension_of(name)
    return clean_name(name, extension if extension in kind.extensions else kind.extension, default)


def _announced(name: str, quoted: str, accept: tuple[Kind, ...]) -> Kind:
    kind = kind_of(name, accept)
    if kind is None:
        raise Refused(
            _("Le fichier « %(name)s » n’est pas d’un type accepté. Types acceptés : %(types)s.")
            % {"name": quoted, "types": accepted_extensions(accept)}
        )
    return kind


def _true_picture(content: bytes, announced: Kind, accept: tuple[Kind, ...]) -> Kind:
    """Phones and messengers name PNG and HEIC pictures « .jpg »: any accepted picture is redrawn, then named right."""
    if announced not in ACCEPT_IMAGES:
        return announced
    head = content[:_MAGIC_BYTES]
    seen = (kind for kind in ACCEPT_IMAGES if kind in accept and _signature_agrees(head, kind))
    return next(seen, announced)


def _refuse_liar(content: bytes, kind: Kind, quoted: str) -> None:
    """Extension and content must agree: libmagic and the signature both, since each is fooled alone."""
    head = content[:_MAGIC_BYTES]
    if _signature_agrees(head, kind) and _magic_agrees(head, kind):
        return
    raise Refused(
        _("Le fichier « %(name)s » n’est pas %(label)s malgré son nom. Joignez le fichier d’origine.")
        % {"name": quoted, "label": kind.article_label}
    )


def _magic_agrees(head: bytes, kind: Kind) -> bool:
    return magic.from_buffer(head, mime=True) in kind.magic


def _signature_agrees(head: bytes, kind: Kind) -> bool:
    if kind.code in OOXML_KINDS | ODF_KINDS:
        return head.startswith(b"PK\x03\x04")
    if kind is PDF:
        return head.startswith(b"%PDF-")
    if kind is JPEG:
        return head.startswith(b"\xff\xd8\xff")
    if kind.code == "png":
        return head.startswith(b"\x89PNG\r\n\x1a\n")
    if kind.code == "webp":
        return head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS
