"""What the envelopes say of people, and how long they are kept."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal


def declare_all() -> None:
    from messaging.models import (
        AddressState,
        Dispatch,
        MessageTemplate,
        PrintBatch,
        PrintBatchCounter,
        SendingDomain,
    )

    declare(
        Holding(
            model=Dispatch,
            fields={
                "to_address": Category.CONTACT,
                "address_key": Category.CONTACT,
                "to_name": Category.IDENTITY,
                "variables": Category.CONTENT,
                "subject": Category.CONTENT,
                "body_text": Category.CONTENT,
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
        "content_sha256", "subject_kind", "subject_ref", "confidential", "claimed_at", "capped_at", "to_faulty_address",
        "bounce_status", "reply_kind", "reply_agent_ref", "reply_to", "in_reply_to", "references",
        "batch_rank", "batch_first_page", "page_count", "printed_at", "reprints", "posted_on", "registered_number",
        "returned_on", "return_reason", "provider_ref", "segments", "cost_cents", "delivered_at",
    )  # fmt: skip
    declare(
        Holding(
            model=AddressState,
            fields={"address": Category.CONTACT},
            subject=Subject.CITIZEN,
            purpose=_("Prévenir l’agent qui écrit à une adresse que son message n’arrivera pas."),
            clock="since",
            keep=dt.timedelta(days=365),
            source=_("Durée choisie par la commune : un an après le dernier refus."),
        )
    )
    declare_impersonal(AddressState, "state", "status", "reason", "since")
    declare_impersonal(SendingDomain, ALL)
    declare_impersonal(PrintBatch, ALL)
    declare_impersonal(PrintBatchCounter, ALL)
    declare_impersonal(MessageTemplate, ALL)
