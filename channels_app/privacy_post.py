"""What letters, their scans and their read text say of people, and how long they are kept."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal

PURPOSE = _("Tenir le registre du courrier arrivé et confier chaque lettre au service compétent.")


def declare_post() -> None:
    from channels_app.models import PostalCounter

    _letters()
    _pages()
    _batches()
    declare_impersonal(PostalCounter, ALL)


def _letters() -> None:
    from channels_app.models import PostalItem

    declare(
        Holding(
            model=PostalItem,
            fields={
                "sender": Category.IDENTITY,
                "read_sender": Category.IDENTITY,
                "subject": Category.CONTENT,
                "read_subject": Category.CONTENT,
                "registered_letter": Category.TECHNICAL,
                "deposit_code": Category.TECHNICAL,
            },
            subject=Subject.CITIZEN,
            purpose=PURPOSE,
            clock="received_on",
            keep=timedelta(days=5 * 365),
            archive=True,
            source=_("Durée proposée pour le registre du courrier, à confirmer avec les archives départementales."),
        )
    )
    declare_impersonal(
        PostalItem,
        "public_id", "rank", "boundary", "state", "reason", "confidential", "unopened", "arrival_number",
        "postmarked_on", "received_on", "registered_on", "registered_at", "written_on", "procedure_reason",
        "service_reason", "created_at", "revision", "entry_key",
    )  # fmt: skip


def _pages() -> None:
    from channels_app.models import ScanPage

    declare(
        Holding(
            model=ScanPage,
            fields={
                "text": Category.CONTENT,
                "read_sender": Category.IDENTITY,
                "read_subject": Category.CONTENT,
                "codes": Category.TECHNICAL,
            },
            subject=Subject.CITIZEN,
            purpose=PURPOSE,
            clock="batch.received_on",
            keep=timedelta(days=365),
            source=_("Durée proposée pour ce qui n’ouvre aucune demande ; sinon, comme la demande. À confirmer."),
        )
    )
    declare_impersonal(
        ScanPage,
        "number", "position", "kind", "width", "height", "turned", "skew", "confidence", "blocks", "written_on",
        "problem", "attempts", "read_at",
    )  # fmt: skip


def _batches() -> None:
    from channels_app.models import ScanBatch

    declare(
        Holding(
            model=ScanBatch,
            fields={"name": Category.DOCUMENT},
            subject=Subject.CITIZEN,
            purpose=PURPOSE,
            clock="received_on",
            keep=timedelta(days=365),
            source=_("Durée proposée pour le fichier du scanner, une fois ses plis traités. À confirmer."),
        )
    )
    declare_impersonal(
        ScanBatch,
        "public_id", "sha256", "kind", "source", "taken_at", "received_on", "rank", "split_on_blank", "page_count",
        "state", "error", "copies", "due_at", "read_at",
    )  # fmt: skip
