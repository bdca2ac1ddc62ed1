"""What the mails that came in say of people, and how long they are kept."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal

KEEP = timedelta(days=365)


def declare_all() -> None:
    from channels_app.models import FormPack, InboundEmail, Mailbox, ReservedCode
    from channels_app.privacy_calls import declare_calls
    from channels_app.privacy_post import declare_post

    declare(
        Holding(
            model=InboundEmail,
            fields={
                "sender": Category.CONTACT,
                "sender_name": Category.IDENTITY,
                "subject": Category.CONTENT,
                "left_out": Category.DOCUMENT,
                "mail_id": Category.TECHNICAL,
                "reason": Category.CONTENT,
                "last_error": Category.TECHNICAL,
            },
            subject=Subject.CITIZEN,
            purpose=_("Ne perdre aucun courriel, et pouvoir relire celui d’où vient une demande."),
            clock="settled_at",
            keep=KEEP,
            source=_(
                "Durée proposée, après que le courriel est traité ; pour celui d’une demande, un an après sa clôture. "
                "En quarantaine, jusqu’à ce qu’un agent le traite. À confirmer."
            ),
        )
    )
    declare_impersonal(
        InboundEmail,
        "public_id", "raw_sha256", "size", "received_on", "received_at", "kept_at", "fingerprint", "dedupe_key",
        "reused_message_id", "copies", "state", "proposal_reason", "attempts", "due_at", "settled_at", "purged_at",
    )  # fmt: skip
    declare_impersonal(Mailbox, ALL)
    declare_post()
    # Nobody’s data: blank paper, and the request a code became.
    declare_impersonal(FormPack, ALL)
    declare_impersonal(ReservedCode, ALL)
    declare_calls()
