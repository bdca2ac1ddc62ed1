"""Office and OpenDocument files are ZIP archives of XML: bombs, macros and remote parts are refused. Pure."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Refused
from files.rules.kinds import DOCX, ODF_KINDS, ODS, ODT, XLSX, Kind

_HEART = {
    DOCX.code: "word/document.xml",
    XLSX.code: "xl/workbook.xml",
    ODT.code: "content.xml",
    ODS.code: "content.xml",
}
_MACRO = re.compile(
    r"(vbaproject|vbadata|macrosheets/|activex/|embeddings/|^basic/|^scripts/|oleobject|\.(exe|dll|js|vbs|jar|bat|ps1|"
    r"scr|hta|lnk|html?|xht(ml)?|svgz?|zip|bin|class|sh|cmd|com|msi)$)",
    re.IGNORECASE,
)
# Printer settings are an innocent .bin that Excel writes in every workbook.
_INNOCENT = re.compile(r"^xl/printersettings/printersettings\d+\.bin$", re.IGNORECASE)
_PICTURES = re.compile(r"\.svg$", re.IGNORECASE)
_REMOTE_PART = rb"relationships/(attachedTemplate|oleObject|subDocument|frame|externalLinkPath|package)"
_EXTERNAL = rb"TargetMode\s*=\s*[\"']External"
_REMOTE = re.compile(
    b"|".join(
        (
            _REMOTE_PART + rb"[^>]*" + _EXTERNAL,
            _EXTERNAL + rb"[^>]*" + _REMOTE_PART,
            rb"relationships/(aFChunk|vbaProject)",
        )
    ),
    re.IGNORECASE,
)
_DANGEROUS_XML = re.compile(
    b"|".join(
        (
            rb"<!ENTITY",
            # OpenOffice names its own DTD in innocent parts.
            rb"<!DOCTYPE(?![^>\[]*OpenOffice\.org[^>\[]*>)",
            # DDE counts inside a field or a formula: « DDE » is also a former department of the State.
            rb"<w:instrText[^>]*>[\s\"]*DDE",
            rb"w:instr\s*=\s*[\"']\s*DDE",
            rb"<f>\s*=?\s*['\w.]+\|",
            rb"<ddeLink|<office:dde-source|<text:dde-connection[\s>]",
            rb"<script:event-listener|<office:scripts>\s*<[^/]|vnd\.sun\.star\.script:|macro:///",
        )
    ),
    re.IGNORECASE,
)
# What zipfile raises on hostile archives.
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    RuntimeError,
    MemoryError,
)
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Limits:
    entries: int
    total_bytes: int
    ratio: int


def inspect(content: bytes, kind: Kind, *, name: str, limits: Limits) -> None:
    """Returns when the archive is an inert document of this kind; raises Refused otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_shape(content, archive, kind, name)
            _check_entries(archive, name, limits)
            _check_contents(archive, name, limits)
    except _UNREADABLE as error:
        raise _broken(name) from error


def _broken(name: str) -> Refused:
    return Refused(
        _("Le document « %(name)s » est abîmé ou n’est pas du type annoncé. Enregistrez-le en PDF puis joignez-le.")
        % {"name": name}
    )


def _bomb(name: str) -> Refused:
    return Refused(
        _("Le document « %(name)s » se décompresse en un contenu démesuré : il n’est pas accepté.") % {"name": name}
    )


def _active(name: str) -> Refused:
    return Refused(
        _(
            "Le document « %(name)s » contient des macros, des objets incorporés ou des liens automatiques. "
            "Enregistrez-le en PDF puis joignez-le."
        )
        % {"name": name}
    )


def _check_shape(content: bytes, archive: zipfile.ZipFile, kind: Kind, name: str) -> None:
    """One archive from the first byte to the last, holding the part that makes it this kind of document."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if not content.startswith(b"PK\x03\x04") or archive.comment or min((e.header_offset for e in entries), default=1):
        raise _broken(name)
    if content.rfind(b"PK\x05\x06") != len(content) - 22 or len(set(names)) != len(names):
        raise _broken(name)
    if _HEART[kind.code] not in names:
        raise _broken(name)
    if kind.code in ODF_KINDS:
        if archive.getinfo("mimetype").file_size > 200 or archive.read("mimetype").decode("ascii") != kind.content_type:
            raise _broken(name)
    elif "[Content_Types].xml" not in names:
        raise _broken(name)


def _check_entries(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or total > limits.total_bytes:
        raise _bomb(name)
    for entry in entries:
        path = entry.filename
        if entry.flag_bits & 1 or path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/"):
            raise _broken(name)
        if _MACRO.search(path) and not _INNOCENT.match(path) and not _PICTURES.search(path):
            raise _active(name)
        if entry.file_size > _CHUNK and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise _bomb(name)


def _check_contents(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Really decompresses, counting: the sizes an archive announces may lie."""
    total = 0
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        seen = bytearray()
        textual = entry.filename.lower().endswith((".xml", ".rels", ".rdf", ".svg"))
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > limits.total_bytes:
                    raise _bomb(name)
                if textual:
                    seen += chunk
        _check_xml(bytes(seen), name)


def _check_xml(xml: bytes, name: str) -> None:
    # Office writes UTF-16 at times: dropping the zero bytes is enough to find ASCII words in it.
    plain = xml.replace(b"\0", b"")
    if _DANGEROUS_XML.search(plain) or _REMOTE.search(plain) or b"macroEnabled" in plain:
        raise _active(name)
