"""The one door through which the content of a file is read (house.md §10): policy, state, trail, then the bytes."""

import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core import trail
from core.actor import Actor
from core.errors import Forbidden, Refused
from files import policies, storage, vault
from files.enums import OwnerKind, ScanState
from files.models import StoredFile

# Written by us from pixels: the only types a browser may show inside a page.
_SAFE_INLINE = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True)
class ReadableFile:
    """`warning` is a French sentence to show beside the file, empty when an antivirus found it clean."""

    content: bytes
    name: str
    content_type: str
    size: int
    warning: str = ""


def open_file(file_id: int | uuid.UUID | str, *, by: Actor) -> ReadableFile:
    """Raises Forbidden (403; also when the file does not exist, so that nobody learns which do) or Refused.

    Nothing is given before the reading is recorded; a refusal is recorded too.
    """
    stored = _find(file_id)
    if stored is None or not policies.can_read(by, stored):
        _record_refusal(by, stored)
        raise Forbidden(_("Ce fichier n’existe pas ou vous n’y avez pas accès."))
    refuse_unreadable(stored)
    content = content_for_scan(stored)
    verb = trail.Verb.READ if stored.owner_kind in (OwnerKind.PREVIEW, OwnerKind.SCAN_PAGE) else trail.Verb.DOWNLOAD
    trail.record(by, verb, "file", stored.pk, owner_kind=stored.owner_kind, owner=stored.owner_id)
    return ReadableFile(content, stored.name, stored.content_type, stored.size, warning(stored))


def refuse_unreadable(stored: StoredFile) -> None:
    """Raises Refused with the sentence that says why this file does not open now."""
    if sentence := state_sentence(stored):
        raise Refused(sentence)


def is_readable(stored: StoredFile) -> bool:
    return not state_sentence(stored)


def state_sentence(stored: StoredFile) -> str:
    """Why the file does not open, in French; empty when it does. For pages that list files."""
    if stored.scan_state == ScanState.INFECTED:
        return _("Ce fichier contenait un virus : il a été détruit. Demandez une copie saine à la personne.")
    if stored.broken:
        return _("Cette photo est abîmée : elle ne s’ouvre pas. Demandez-en une autre à la personne.")
    if stored.scan_state == ScanState.REFUSED:
        return _("L’antivirus n’a pas pu lire ce fichier : il reste bloqué. Demandez-en une autre version.")
    if stored.scan_state == ScanState.PENDING or stored.to_redraw or not _unscanned_allowed(stored):
        return _("Ce fichier attend son analyse par l’antivirus. Il pourra être ouvert dès qu’elle sera faite.")
    return ""


def warning(stored: StoredFile) -> str:
    """The visible warning of a site without antivirus; empty otherwise."""
    if stored.scan_state != ScanState.UNSCANNED:
        return ""
    return _("Ce fichier n’a pas été analysé par un antivirus : ce site n’en a pas. Ouvrez-le avec prudence.")


def _unscanned_allowed(stored: StoredFile) -> bool:
    return stored.scan_state != ScanState.UNSCANNED or stored.commune.files_without_scanner


def _find(file_id: int | uuid.UUID | str) -> StoredFile | None:
    files = StoredFile.objects.all()
    if isinstance(file_id, int):
        return files.filter(pk=file_id).first()
    try:
        return files.filter(public_id=uuid.UUID(str(file_id))).first()
    except ValueError:
        return None


def _record_refusal(by: Actor, stored: StoredFile | None) -> None:
    with transaction.atomic():
        trail.record(by, trail.Verb.REFUSED, "file", stored.pk if stored else "")


def content_for_scan(stored: StoredFile) -> bytes:
    """Decrypts and compares with the fingerprint taken at filing. No policy, no trail: for this room only."""
    try:
        content = vault.unseal(storage.read(stored.path), stored.wrapped_key, str(stored.public_id))
    except (OSError, vault.Unreadable) as error:
        raise Refused(_("Ce fichier ne peut pas être lu : prévenez l’administrateur du site.")) from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Refused(_("Ce fichier ne peut pas être lu : prévenez l’administrateur du site."))
    return content


def response(readable: ReadableFile, *, inline: bool = False) -> HttpResponse:
    """Always a download, except a picture made by us (`inline=True`). Never cached, sniffed, framed or scripted."""
    shown_inline = inline and readable.content_type in _SAFE_INLINE
    answer = HttpResponse(readable.content, content_type=readable.content_type)
    # RFC 6266: both the plain and the extended form of the name.
    answer["Content-Disposition"] = content_disposition_header(not shown_inline, readable.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
