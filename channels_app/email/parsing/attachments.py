"""What is joined to a mail, under a harmless name (the manners of files.rules.names)."""

import hashlib
import mimetypes
import re

from channels_app.email.parsed import Attachment
from files.rules.names import clean_name, extension_of

# Python's table depends on the machine: these must not.
EXTENSIONS = {
    "image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png", "image/gif": "gif", "image/heic": "heic",
    "image/tiff": "tif", "image/bmp": "bmp", "image/webp": "webp", "application/pdf": "pdf", "text/plain": "txt",
    "text/html": "html", "text/calendar": "ics", "text/vcard": "vcf", "text/x-vcard": "vcf", "text/csv": "csv",
    "text/rtf": "rtf", "application/rtf": "rtf", "message/rfc822": "eml", "message/global": "eml",
    "application/zip": "zip", "application/msword": "doc", "application/ms-tnef": "dat",
    "application/pkcs7-signature": "p7s", "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m", "application/pgp-signature": "asc", "application/pgp-encrypted": "asc",
    "application/pgp-keys": "asc", "application/octet-stream": "bin", "audio/amr": "amr", "audio/mpeg": "mp3",
    "video/mp4": "mp4", "video/3gpp": "3gp", "text/xml": "xml", "application/xml": "xml",
}  # fmt: skip
_PLAIN_EXTENSION = re.compile(r"^[a-z0-9_-]{1,10}$")


def attachment(name: str, content_type: str, content: bytes, *, inline: bool = False, cid: str = "") -> Attachment:
    """One attachment; `name` as given by the mail, perhaps empty, perhaps hostile."""
    return Attachment(
        name=harmless(name, content_type),
        content_type=content_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        inline=inline,
        content_id=cid.strip().strip("<>")[:200],
    )


def harmless(name: str, content_type: str) -> str:
    """The given name cleaned, its own extension kept; by the declared type when it has none."""
    extension = extension_of(name)
    if not _PLAIN_EXTENSION.match(extension):
        if name and "." not in name:
            name = f"{name}."  # « Compte rendu » has a name and no extension: none of it is one
        extension = extension_for(content_type)
    return clean_name(name, extension, default=default_stem(content_type))


def extension_for(content_type: str) -> str:
    if content_type in EXTENSIONS:
        return EXTENSIONS[content_type]
    guessed = (mimetypes.guess_extension(content_type) or ".bin")[1:]
    return guessed if _PLAIN_EXTENSION.match(guessed) else "bin"


def default_stem(content_type: str) -> str:
    if content_type.startswith("image/"):
        return "image"
    if content_type.startswith("message/"):
        return "message"
    return {"text/calendar": "invitation", "text/plain": "texte", "text/html": "page"}.get(content_type, "document")
