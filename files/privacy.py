"""What this room knows of people: documents they sent, kept as long as the request they belong to."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.privacy import Category, Holding, Subject, declare, declare_impersonal
from files.models import StoredFile


def _export(stored: Model) -> dict[str, Any]:
    assert isinstance(stored, StoredFile)  # noqa: S101 - narrows the type
    return {
        "nom": stored.name,
        "type": stored.content_type,
        "taille": stored.size,
        "empreinte_sha256": stored.sha256,
        "reçu_le": stored.stored_at.isoformat(),
    }


def _erase(stored: Model) -> None:
    from files.operations import remove

    remove(stored.pk, Actor.system("gdpr"))


declare(
    Holding(
        StoredFile,
        fields={"name": Category.DOCUMENT, "sha256": Category.TECHNICAL, "path": Category.TECHNICAL},
        subject=Subject.CITIZEN,
        purpose=_("Instruire les demandes : pièces jointes, lettres et actes"),
        clock="stored_at",
        keep=None,
        archive=True,
        source=_("Durée de la demande à laquelle le fichier appartient (code du patrimoine, L212-2)"),
        export=_export,
        erase=_erase,
    )
)
declare_impersonal(
    StoredFile,
    "public_id",
    "owner_kind",
    "owner_id",
    "field_key",
    "content_type",
    "size",
    "wrapped_key",
    "scan_state",
    "scan_detail",
    "scan_attempts",
    "scan_due_at",
    "scanned_at",
    "preview_state",
    "stored_at",
    "retention_class",
    "metadata",
)
