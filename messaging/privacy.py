"""What the envelopes say of people, and how long they are kept."""

from django.utils.translation import gettext_lazy as _

from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal


def declare_all() -> None:
    from messaging.models import Dispatch, MessageTemplate

    declare(
        Holding(
            model=Dispatch,
            fields={
                "to_address": Category.CONTACT,
                "to_name": Category.IDENTITY,
                "variables": Category.CONTENT,
                "subject": Category.CONTENT,
                "body_text": Category.CONTENT,
                "body_html": Category.CONTENT,
            },
            subject=Subject.CITIZEN,
            purpose=_("Prouver ce qui a été envoyé à l’usager, quand et à quelle adresse."),
            clock="created_at",
            source=_("Comme la demande dont l’envoi parle."),
        )
    )
    declare_impersonal(
        Dispatch,
        "public_id", "key", "kind", "channel", "service_id_ref", "template_code", "attachments_plan", "message_id",
        "state", "attempts", "due_at", "lease_until", "last_error", "created_at", "prepared_at", "sent_at", "transport",
        "content_sha256", "subject_kind", "subject_ref", "confidential",
    )  # fmt: skip
    declare_impersonal(MessageTemplate, ALL)
