"""What calls and contacts say of people, and how long they are kept."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from channels_app.models import Contact, PhoneCall, PhoneEvent
from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal

CALLS_KEPT = timedelta(days=365)
CONTACTS_KEPT = timedelta(days=3 * 365)


def declare_calls() -> None:
    declare(
        Holding(
            model=PhoneCall,
            fields={"caller": Category.CONTACT, "caller_hidden": Category.TECHNICAL, "extension": Category.AGENT},
            subject=Subject.CITIZEN,
            purpose=_("Rappeler qui n’a pas été entendu, ouvrir la bonne fiche à l’écran de l’agent"),
            clock="started_at",
            keep=CALLS_KEPT,
            source=_("Un an, effacés chaque nuit. À confirmer par le responsable de traitement."),
        )
    )
    declare_impersonal(
        PhoneCall, "public_id", "call_id", "line", "state", "started_at", "answered_at", "ended_at"
    )  # fmt: skip
    declare_impersonal(PhoneEvent, ALL)
    declare(
        Holding(
            model=Contact,
            fields={"subject": Category.CONTENT, "outcome": Category.CONTENT},
            subject=Subject.CITIZEN,
            purpose=_("Ne pas faire répéter la personne : se souvenir d’un appel ou d’une visite"),
            clock="at",
            keep=CONTACTS_KEPT,
            source=_("Trois ans sans demande ; avec une demande, comme elle. À confirmer."),
        )
    )
    declare_impersonal(Contact, "public_id", "channel", "direction", "at", "confidential")
