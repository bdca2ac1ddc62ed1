"""What may be joined: the extension, what the first bytes must say, and how it is called in French. Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from files.rules.names import extension_of


@dataclass(frozen=True)
class Kind:
    """One accepted type. `magic` holds the types libmagic may answer for it."""

    code: str
    extensions: tuple[str, ...]
    content_type: str
    magic: frozenset[str]
    article_label: str | Promise  # « une image JPEG »

    @property
    def extension(self) -> str:
        return self.extensions[0]


_ZIP = frozenset({"application/zip", "application/octet-stream"})
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

PDF = Kind("pdf", ("pdf",), "application/pdf", frozenset({"application/pdf"}), _("un document PDF"))
JPEG = Kind("jpeg", ("jpg", "jpeg"), "image/jpeg", frozenset({"image/jpeg"}), _("une image JPEG"))
PNG = Kind("png", ("png",), "image/png", frozenset({"image/png"}), _("une image PNG"))
HEIC = Kind("heic", ("heic", "heif"), "image/heic", frozenset({"image/heic", "image/heif"}), _("une photo HEIC"))
WEBP = Kind("webp", ("webp",), "image/webp", frozenset({"image/webp"}), _("une image WebP"))
DOCX = Kind(
    "docx",
    ("docx",),
    _OOXML + "wordprocessingml.document",
    _ZIP | {_OOXML + "wordprocessingml.document"},
    _("un document Word"),
)
XLSX = Kind(
    "xlsx", ("xlsx",), _OOXML + "spreadsheetml.sheet", _ZIP | {_OOXML + "spreadsheetml.sheet"}, _("un classeur Excel")
)
ODT = Kind("odt", ("odt",), _ODF + "text", _ZIP | {_ODF + "text"}, _("un document OpenDocument"))
ODS = Kind("ods", ("ods",), _ODF + "spreadsheet", _ZIP | {_ODF + "spreadsheet"}, _("un classeur OpenDocument"))

ACCEPT_IMAGES: tuple[Kind, ...] = (JPEG, PNG, HEIC, WEBP)
ACCEPT_DOCUMENTS: tuple[Kind, ...] = (PDF, *ACCEPT_IMAGES, ODT, DOCX, ODS, XLSX)
BY_CODE = {kind.code: kind for kind in ACCEPT_DOCUMENTS}

OOXML_KINDS = frozenset({"docx", "xlsx"})
ODF_KINDS = frozenset({"odt", "ods"})


def kind_of(name: str, accept: tuple[Kind, ...]) -> Kind | None:
    """The accepted type that this name announces."""
    extension = extension_of(name)
    return next((kind for kind in accept if extension in kind.extensions), None)


def accepted_extensions(accept: tuple[Kind, ...] = ACCEPT_DOCUMENTS) -> str:
    """« PDF, JPG, JPEG, PNG… »: what the page and the refusal say."""
    return ", ".join(extension.upper() for kind in accept for extension in kind.extensions)


def accept_attribute(accept: tuple[Kind, ...] = ACCEPT_DOCUMENTS) -> str:
    """Value of the `accept` attribute of a file field."""
    return ",".join(f".{extension}" for kind in accept for extension in kind.extensions)
