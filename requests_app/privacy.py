"""What this room holds of people: what they asked, what was said, what was decided, and who handled it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal
from requests_app.models import (
    Acknowledgement,
    Decision,
    DecisionCounter,
    Draft,
    IdentityCheck,
    Message,
    Note,
    ServiceRequest,
    Task,
    TaskAttempt,
    TimelineEntry,
)
from requests_app.operations.draft import KEEP_UNSENT
from requests_app.privacy_ties import declare_ties

HANDLING = _("Instruire la demande et y répondre")
# Requests and their files are public archives: the procedure’s own duration applies, and a visa (gdpr.md).
_PROCEDURE = _("Durée de la démarche, puis visa des archives départementales")


def _exporter(*fields: str) -> Any:
    def export(row: Model) -> dict[str, Any]:
        return {field: getattr(row, field) for field in fields}

    return export


declare(
    Holding(
        ServiceRequest,
        fields={
            "title": Category.CONTENT,
            "answers": Category.CONTENT,
            "arrival_answers": Category.CONTENT,
            "address_text": Category.ADDRESS,
            "lat": Category.ADDRESS,
            "lon": Category.ADDRESS,
            "reply_email": Category.CONTACT,
            "reply_name": Category.IDENTITY,
            "reply_postal": Category.ADDRESS,
            "reply_phone": Category.CONTACT,
            "routing_reason": Category.CONTENT,
            "entered_by": Category.AGENT,
        },
        subject=Subject.CITIZEN,
        purpose=HANDLING,
        clock="closed_on",
        source=_PROCEDURE,
        archive=True,
        export=_exporter(
            "number", "title", "answers", "arrival_answers", "address_text", "lat", "lon", "reply_email", "reply_name",
            "reply_postal", "reply_phone", "received_on", "phase", "closed_on",
        ),
    )
)  # fmt: skip
declare_impersonal(
    ServiceRequest, "public_id", "number", "deposit_code", "codes_version", "current_step", "phase", "channel",
    "priority", "confidential", "restriction", "received_on", "received_at", "recorded_at", "reply_channel",
    "no_email_answer", "silence", "period_count", "period_unit", "regime_text", "regime_confirmed", "notice_version",
    "rejection_due", "acceptance_due", "ar_due", "ar_due_on", "ar_sent_on", "target_on", "reach_on",
    "third_party_on", "next_due_on", "next_alert_on", "decided_on", "closed_on", "revision",
    "last_event_kind", "last_event_at",
)  # fmt: skip
declare(
    Holding(
        Draft,
        fields={
            "answers": Category.CONTENT,
            "raw": Category.CONTENT,
            "resume_code": Category.TECHNICAL,
            "entered_by": Category.AGENT,
        },
        subject=Subject.CITIZEN,
        purpose=_("Garder un formulaire commencé"),
        clock="updated_at",
        keep=KEEP_UNSENT,
        source=_(
            "Trente jours sans y toucher ; copie d’un formulaire envoyé : trois mois au plus (arrêté du 4 juillet 2013)"
        ),
        export=_exporter("answers", "created_at", "updated_at"),
    )
)
declare_impersonal(Draft, "public_id", "channel", "page_key", "created_at", "updated_at", "expires_on")
declare(
    Holding(
        Message,
        fields={
            "text": Category.CONTENT,
            "author_name": Category.IDENTITY,
            "author_detail": Category.AGENT,
            "author_ref": Category.TECHNICAL,
        },
        subject=Subject.CITIZEN,
        purpose=HANDLING,
        clock="written_at",
        source=_PROCEDURE,
        archive=True,
        export=_exporter("direction", "author_name", "author_detail", "text", "written_at"),
    )
)
declare_impersonal(
    Message, "public_id", "direction", "author_kind", "channel", "written_at", "asks", "answered_at", "quotes"
)
declare(
    Holding(
        Note,
        fields={"text": Category.CONTENT},
        subject=Subject.CITIZEN,
        purpose=HANDLING,
        clock="written_at",
        source=_PROCEDURE,
        archive=True,
        export=_exporter("text", "written_at"),
    )
)
declare_impersonal(Note, "public_id", "written_at")
declare(
    Holding(
        Decision,
        fields={
            "text": Category.CONTENT,
            "grounds_law": Category.CONTENT,
            "grounds_fact": Category.CONTENT,
            "author_first_name": Category.AGENT,
            "author_last_name": Category.AGENT,
            "author_quality": Category.AGENT,
            "notified_at": Category.TECHNICAL,
        },
        subject=Subject.CITIZEN,
        purpose=_("Décider et notifier la décision"),
        clock="decided_on",
        source=_PROCEDURE,
        archive=True,
        export=_exporter("number", "outcome", "text", "grounds_law", "grounds_fact", "decided_on", "notified_at"),
    )
)
declare_impersonal(
    Decision, "public_id", "number", "outcome", "service_name", "appeal_text", "decided_on", "decided_at"
)
declare(
    Holding(
        Acknowledgement,
        fields={"address": Category.CONTACT, "mentions": Category.CONTENT},
        subject=Subject.CITIZEN,
        purpose=_("Prouver l’accusé de réception (CRPA, L112-6 et L112-12)"),
        clock="issued_at",
        source=_PROCEDURE,
        archive=True,
        export=_exporter("kind", "channel", "address", "issued_at", "mentions"),
    )
)
declare_impersonal(Acknowledgement, "kind", "issued_at", "channel", "content_sha256")
declare(
    Holding(
        TimelineEntry,
        fields={"actor_ref": Category.TECHNICAL, "data": Category.TECHNICAL},
        subject=Subject.AGENT,
        purpose=_("Tenir le journal de la demande"),
        clock="occurred_at",
        source=_PROCEDURE,
        archive=True,
        export=_exporter("kind", "effective_on", "occurred_at"),
    )
)
declare_impersonal(
    TimelineEntry, "kind", "effective_on", "occurred_at", "recorded_at", "actor_kind", "visible_to_citizen"
)
declare(
    Holding(
        IdentityCheck,
        fields={"facts": Category.TECHNICAL, "method": Category.TECHNICAL},
        subject=Subject.CITIZEN,
        purpose=_("Prouver que l’identité a été vérifiée avant toute réponse au téléphone ou au guichet"),
        clock="checked_at",
        keep=timedelta(days=365),
        source=_("Un an, comme les journaux d’accès (recommandation de la CNIL, de six mois à un an) : à confirmer"),
        export=_exporter("method", "facts", "checked_at"),
    )
)
declare_impersonal(IdentityCheck, "public_id", "contact_ref", "checked_at")
declare_impersonal(DecisionCounter, ALL)
declare(
    Holding(
        Task,
        fields={"phone": Category.CONTACT, "subject": Category.CONTENT, "outcome": Category.CONTENT},
        subject=Subject.CITIZEN,
        purpose=_("Rappeler la personne, ou la joindre autrement"),
        clock="done_at",
        keep=timedelta(days=365),
        source=_("Un an après le dernier appel ; avec une demande, comme elle. À confirmer."),
        export=_exporter("kind", "phone", "subject", "due_on", "state", "created_at", "done_at", "outcome"),
    )
)
declare_impersonal(
    Task, "public_id", "kind", "confidential", "due_on", "due_time", "state", "attempts", "last_attempt_at",
    "last_result", "created_at", "done_at",
)  # fmt: skip
declare(
    Holding(
        TaskAttempt,
        fields={"by_ref": Category.AGENT},
        subject=Subject.AGENT,
        purpose=_("Savoir qui a appelé, et quand"),
        clock="at",
        keep=timedelta(days=365),
        source=_("Comme la tâche"),
    )
)
declare_impersonal(TaskAttempt, "at", "result")
declare_ties()
