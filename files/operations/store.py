import hashlib
import logging
import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.actor import Actor
from core.enums import Lane
from core.errors import Refused
from files import conf, storage, vault
from files.enums import PreviewState, ScanState
from files.models import StoredFile
from files.rules import checking
from files.rules.archives import Limits
from files.rules.kinds import ACCEPT_DOCUMENTS, BY_CODE, Kind
from files.rules.names import clean_name, extension_of, shown

logger = logging.getLogger(__name__)


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def store(
    content: bytes | Readable,
    *,
    name: str,
    commune_id: int,
    owner_kind: str,
    owner_id: int | None = None,
    field_key: str = "",
    by: Actor,
    accept: Iterable[Kind | str] = ACCEPT_DOCUMENTS,
) -> StoredFile:
    """Keeps a file that somebody sent, encrypted, waiting for the antivirus. Raises Refused (French sentence).

    `content` is bytes or an open upload, of which never more than the limit is read. `accept` holds kinds or their
    codes ("pdf", "jpeg"…). What is kept may differ from what was sent: photos are redrawn (those in JPEG by the worker
    that scans them), PDF disarmed.
    """
    received = _read_bounded(content, shown(name))
    accepted = checking.check(received, name=name, accept=_kinds(accept), rules=_rules())
    metadata = accepted.metadata | {"received_sha256": hashlib.sha256(received).hexdigest()}
    return _keep(
        accepted.content,
        name=accepted.name,
        content_type=accepted.content_type,
        commune_id=commune_id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        field_key=field_key[:80],
        metadata=metadata | {"by": by.kind.value},
        scan_state=ScanState.PENDING,
        preview_state=PreviewState.WANTED if _has_preview(accepted.content_type) else PreviewState.NONE,
    )


def store_as_received(
    content: bytes,
    *,
    name: str,
    commune_id: int,
    owner_kind: str,
    owner_id: int | None = None,
    field_key: str = "",
    by: Actor,
) -> StoredFile:
    """Keeps byte for byte what a mail carried and `store` does not open (signed mails, calendars, archives…).

    Scanned like any other, and only ever given to be saved: its type says nothing to a browser. Raises Refused when
    it is empty or heavier than FILES_MAX_RECEIVED_BYTES.
    """
    checking.refuse_size(len(content), name=shown(name), max_bytes=conf.number("FILES_MAX_RECEIVED_BYTES"))
    return _keep(
        content,
        name=clean_name(name, extension_of(name) or "bin"),
        content_type="application/octet-stream",
        commune_id=commune_id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        field_key=field_key[:80],
        metadata={"by": by.kind.value, "as_received": True},
        scan_state=ScanState.PENDING,
        preview_state=PreviewState.NONE,
    )


def store_own(
    content: bytes,
    *,
    name: str,
    content_type: str,
    commune_id: int,
    owner_kind: str,
    owner_id: int | None = None,
    field_key: str = "",
    by: Actor,
) -> StoredFile:
    """Keeps a file that this program wrote itself (letters, acknowledgements, previews): kept byte for byte, not
    scanned, readable at once. From outside, raw mails alone, which machines of the town read and nobody else."""
    if not content:
        raise Refused(_("Le document produit est vide."))
    return _keep(
        content,
        name=clean_name(name, extension_of(name) or "pdf"),
        content_type=content_type,
        commune_id=commune_id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        field_key=field_key[:80],
        metadata={"by": by.kind.value, "own": True},
        scan_state=ScanState.CLEAN,
        preview_state=PreviewState.NONE,
    )


def _keep(content: bytes, **fields: Any) -> StoredFile:
    public_id = uuid.uuid4()
    written = seal_on_disk(content, public_id, fields["commune_id"], fields["name"])
    now = timezone.now()
    with transaction.atomic():
        stored = StoredFile.objects.create(
            public_id=public_id,
            stored_at=now,
            scan_due_at=now if fields["scan_state"] == ScanState.PENDING else None,
            **written,
            **fields,
        )
        if stored.scan_due_at:
            transaction.on_commit(_ScanSoon(stored.pk), robust=True)
    return stored


class _ScanSoon:
    """Speed only: the sweep of the beat is the guarantee."""

    def __init__(self, file_id: int) -> None:
        self.file_id = file_id

    def __call__(self) -> None:
        from files.tasks import scan_file

        outbox.wake(scan_file, self.file_id, lane=Lane.DOCUMENTS)


def seal_on_disk(content: bytes, public_id: uuid.UUID, commune_id: int, name: str) -> dict[str, Any]:
    """Encrypts and writes; the columns of the row that say where and what. Raises Refused when the disk will not."""
    sealed, wrapped_key = vault.seal(content, str(public_id))
    path = storage.new_path(commune_id)
    _write(path, sealed, name)
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path, "wrapped_key": wrapped_key, "size": len(content), "sha256": digest}


def _write(path: str, sealed: bytes, name: str) -> None:
    """Before the row: bytes without a row are swept after a day, a row without bytes would be a lost file."""
    try:
        storage.write(path, sealed)
    except OSError as error:
        logger.error("file storage refused a write: %s", type(error).__name__)
        raise Refused(
            _("Le fichier « %(name)s » n’a pas pu être enregistré. Réessayez dans quelques minutes.")
            % {"name": shown(name)}
        ) from error


def _read_bounded(content: bytes | Readable, name: str) -> bytes:
    max_bytes = conf.number("MAX_UPLOAD_BYTES")
    announced = getattr(content, "size", None)
    if isinstance(announced, int):
        checking.refuse_size(announced, name=name, max_bytes=max_bytes)
    if getattr(content, "crowded_out", False):
        raise Refused(
            _("Le fichier « %(name)s » n’a pas été reçu : l’envoi était trop lourd. Joignez vos fichiers un par un.")
            % {"name": name}
        )
    received = content if isinstance(content, bytes) else content.read(max_bytes + 1)
    checking.refuse_size(len(received), name=name, max_bytes=max_bytes)
    return received


def _kinds(accept: Iterable[Kind | str]) -> tuple[Kind, ...]:
    return tuple(BY_CODE[kind] if isinstance(kind, str) else kind for kind in accept)


def _has_preview(content_type: str) -> bool:
    return content_type in {"application/pdf", "image/jpeg", "image/png"}


def _rules() -> checking.Rules:
    return checking.Rules(
        max_bytes=conf.number("MAX_UPLOAD_BYTES"),
        max_pixels=conf.number("FILES_MAX_PIXELS"),
        max_pages=conf.number("FILES_MAX_PDF_PAGES"),
        archives=Limits(
            entries=conf.number("FILES_MAX_UNZIPPED_ENTRIES"),
            total_bytes=conf.number("FILES_MAX_UNZIPPED_BYTES"),
            ratio=conf.number("FILES_MAX_UNZIPPED_RATIO"),
        ),
    )
