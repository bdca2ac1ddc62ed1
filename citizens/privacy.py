"""What this room knows of people: who they are and how to reach them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from citizens.enums import Need
from citizens.models import (
    AddressKeeper,
    Citizen,
    Consent,
    ContactPoint,
    Mandate,
    OrganisationContact,
    PersonAlert,
    PersonMerge,
    PersonSearchRow,
)
from core.privacy import ALL, Category, Holding, Subject, declare, declare_impersonal

_TWO_YEARS = timedelta(days=730)
_SOURCE = _("Deux ans sans demande ni contact ; prolongé par toute demande conservée")


def _export_citizen(citizen: Model) -> dict[str, Any]:
    assert isinstance(citizen, Citizen)  # noqa: S101 - narrows the type
    return {
        "nature": str(citizen.get_kind_display()),
        "numéro_RNA_ou_SIRET": citizen.registration,
        "civilité": citizen.civility,
        "nom_de_famille": citizen.family_name,
        "nom_d_usage": citizen.name_in_use,
        "prénoms": citizen.first_names,
        "date_de_naissance": citizen.birth_date.isoformat() if citizen.birth_date else "",
        "langue": citizen.language,
        "canal_préféré": citizen.preferred_channel,
        "besoins": [str(Need(need).label) for need in citizen.needs],
        "adresse_protégée": citizen.protected,
        "connu_depuis": citizen.created_at.isoformat(),
    }


def _export_contact(contact: Model) -> dict[str, Any]:
    assert isinstance(contact, ContactPoint)  # noqa: S101 - narrows the type
    return {
        "nature": contact.kind,
        "valeur": contact.value,
        "précision": contact.label,
        "n_est_plus_utilisée_depuis": contact.ended_on.isoformat() if contact.ended_on else "",
        "vérifiée_le": contact.verified_at.isoformat() if contact.verified_at else "",
    }


def _exporter(*fields: str) -> Callable[[Model], dict[str, Any]]:
    def export(row: Model) -> dict[str, Any]:
        found = ((name, getattr(row, name)) for name in fields)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found}

    return export


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
            "registration": Category.IDENTITY,
            "needs": Category.LIFE,
            "protected": Category.ADDRESS,
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
        fields={"value": Category.CONTACT, "normalised": Category.CONTACT, "label": Category.CONTACT},
        subject=Subject.CITIZEN,
        purpose=_("Répondre à la personne par le canal qu’elle a choisi"),
        clock="created_at",
        keep=_TWO_YEARS,
        source=_SOURCE,
        export=_export_contact,
    )
)
declare(
    Holding(
        Mandate,
        fields={"scope": Category.LIFE, "family": Category.LIFE, "procedure": Category.LIFE},
        subject=Subject.CITIZEN,
        purpose=_("Savoir qui agit pour qui, et le dire aux deux"),
        clock="until_on",
        keep=_TWO_YEARS,
        source=_("Deux ans après la fin du mandat, le temps d’un recours"),
        export=_exporter("scope", "family", "procedure", "from_on", "until_on", "revoked_on"),
    )
)
declare(
    Holding(
        PersonAlert,
        fields={"kind": Category.LIFE},
        subject=Subject.CITIZEN,
        purpose=_("Prévenir l’agent avant qu’il ne réponde"),
        clock="until_on",
        keep=timedelta(days=365),
        source=_("Un an après la fin de l’alerte"),
        export=_exporter("kind", "created_at", "until_on", "ended_at"),
    )
)
declare(
    Holding(
        OrganisationContact,
        fields={"role": Category.LIFE},
        subject=Subject.CITIZEN,
        purpose=_("Savoir qui parle pour l’association ou l’entreprise"),
        clock="created_at",
        keep=_TWO_YEARS,
        source=_SOURCE,
        export=_exporter("role", "until_on"),
    )
)
declare(
    Holding(
        Consent,
        fields={"purpose": Category.LIFE, "text_version": Category.LIFE},
        subject=Subject.CITIZEN,
        purpose=_("Prouver le consentement là où il est la base du traitement (RGPD, art. 7)"),
        clock="given_at",
        keep=timedelta(days=5 * 365),
        source=_("Cinq ans : prescription civile (code civil, art. 2224)"),
        export=_exporter("purpose", "text_version", "channel", "given_at", "withdrawn_at"),
    )
)
declare(
    Holding(
        PersonMerge,
        fields={"reason": Category.CONTENT},
        subject=Subject.CITIZEN,
        purpose=_("Pouvoir défaire une fusion et dire qui l’a décidée"),
        clock="merged_at",
        keep=_TWO_YEARS,
        source=_SOURCE,
        export=_exporter("reason", "merged_at", "undone_at"),
    )
)
declare(
    Holding(
        PersonSearchRow,
        fields={
            "names": Category.IDENTITY,
            "sort_key": Category.IDENTITY,
            "birth_date": Category.BIRTH,
            "phones": Category.CONTACT,
            "emails": Category.CONTACT,
            "streets": Category.ADDRESS,
            "marks": Category.IDENTITY,
        },
        subject=Subject.CITIZEN,
        purpose=_("Retrouver la fiche de la personne au guichet et au téléphone"),
        clock="person__created_at",
        keep=_TWO_YEARS,
        source=_("Copie de la fiche : vit et disparaît avec elle"),
    )
)
declare_impersonal(Citizen, "public_id", "created_at", "kind", "veiled", "birth_veiled", "revision")
declare_impersonal(ContactPoint, "kind", "verified_at", "created_at", "ended_on", "veiled")
declare_impersonal(Mandate, "public_id", "from_on", "until_on", "revoked_on", "created_at")
declare_impersonal(PersonAlert, "public_id", "until_on", "created_at", "ended_at")
declare_impersonal(OrganisationContact, "until_on", "created_at")
declare_impersonal(Consent, "channel", "given_at", "withdrawn_at")
declare_impersonal(PersonMerge, "public_id", "merged_at", "undone_at")
declare_impersonal(PersonSearchRow, "veiled")
declare_impersonal(AddressKeeper, ALL)
