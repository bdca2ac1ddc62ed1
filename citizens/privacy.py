"""What this room knows of people: who they are and how to reach them."""

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from citizens.models import Citizen, ContactPoint
from core.privacy import Category, Holding, Subject, declare, declare_impersonal

_TWO_YEARS = timedelta(days=730)
_SOURCE = _("Deux ans sans demande ni contact ; prolongé par toute demande conservée")


def _export_citizen(citizen: Model) -> dict[str, Any]:
    assert isinstance(citizen, Citizen)  # noqa: S101 - narrows the type
    return {
        "civilité": citizen.civility,
        "nom_de_famille": citizen.family_name,
        "nom_d_usage": citizen.name_in_use,
        "prénoms": citizen.first_names,
        "date_de_naissance": citizen.birth_date.isoformat() if citizen.birth_date else "",
        "langue": citizen.language,
        "canal_préféré": citizen.preferred_channel,
        "connu_depuis": citizen.created_at.isoformat(),
    }


def _export_contact(contact: Model) -> dict[str, Any]:
    assert isinstance(contact, ContactPoint)  # noqa: S101 - narrows the type
    return {
        "nature": contact.kind,
        "valeur": contact.value,
        "vérifiée_le": contact.verified_at.isoformat() if contact.verified_at else "",
    }


def _erase_citizen(citizen: Model) -> None:
    from citizens.operations import anonymise

    anonymise(citizen.pk)


declare(
    Holding(
        Citizen,
        fields={
            "civility": Category.IDENTITY,
            "family_name": Category.IDENTITY,
            "name_in_use": Category.IDENTITY,
            "first_names": Category.IDENTITY,
            "sort_key": Category.IDENTITY,
            "folded_name": Category.IDENTITY,
            "birth_date": Category.BIRTH,
            "language": Category.IDENTITY,
            "preferred_channel": Category.CONTACT,
        },
        subject=Subject.CITIZEN,
        purpose=_("Reconnaître la personne et lui répondre"),
        clock="created_at",
        keep=_TWO_YEARS,
        source=_SOURCE,
        export=_export_citizen,
        erase=_erase_citizen,
    )
)
declare(
    Holding(
        ContactPoint,
        fields={"value": Category.CONTACT, "normalised": Category.CONTACT},
        subject=Subject.CITIZEN,
        purpose=_("Répondre à la personne par le canal qu’elle a choisi"),
        clock="created_at",
        keep=_TWO_YEARS,
        source=_SOURCE,
        export=_export_contact,
    )
)
declare_impersonal(Citizen, "public_id", "created_at")
declare_impersonal(ContactPoint, "kind", "verified_at", "created_at")
