"""What the core itself knows of people: the trail of accesses and the search index."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core import privacy
from core.models import AccessTrailEntry, Commune, Heartbeat, OutboxDelivery, OutboxEvent, SearchEntry, SentForm
from core.privacy import ALL, Category, Holding, Subject


def declare_all() -> None:
    for model in (Commune, Heartbeat, OutboxEvent, OutboxDelivery, SentForm):
        privacy.declare_impersonal(model, ALL)
    privacy.declare(
        Holding(
            model=AccessTrailEntry,
            fields={
                "actor_kind": Category.AGENT,
                "actor_ref": Category.AGENT,
                "subject_ref": Category.TECHNICAL,
                "detail": Category.TECHNICAL,
            },
            subject=Subject.AGENT,
            purpose=_("Savoir qui a lu ou exporté un dossier"),
            clock="occurred_at",
            keep=timedelta(days=365),
            source=_("CNIL, délibération 2021-122 : de six mois à un an"),
        )
    )
    privacy.declare_impersonal(AccessTrailEntry, "occurred_at", "verb", "subject_kind")
    privacy.declare(
        Holding(
            model=SearchEntry,
            fields={"text": Category.CONTENT, "vector": Category.CONTENT},
            subject=Subject.CITIZEN,
            purpose=_("Retrouver une demande ou une personne"),
            clock="",
            source=_("Suit la fiche ou la demande qu’elle décrit"),
        )
    )
    privacy.declare_impersonal(SearchEntry, "kind", "ref", "service_ref", "sector", "confidential", "held")
