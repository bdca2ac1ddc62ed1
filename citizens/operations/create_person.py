from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from citizens import policies
from citizens.enums import ORGANISATIONS, ContactKind, PartyKind
from citizens.models import Citizen, ContactPoint
from citizens.operations.indexing import index_person
from citizens.rules import identity
from citizens.rules.names import directory_key, folded_name
from core import calendar
from core.actor import Actor
from core.errors import Refused
from core.models import Commune


@transaction.atomic
def create_person(
    *,
    commune_id: int,
    family_name: str,
    first_names: str = "",
    birth_date: date | None = None,
    phone: str = "",
    email: str = "",
    postal_address: str = "",
    kind: str = PartyKind.PERSON,
    registration: str = "",
    by: Actor,
) -> Citizen:
    """A new person, association or firm, typed by an agent: a name and anything else.

    A probable duplicate is a hint (``citizens.duplicates``), never a refusal. Raises Refused for a contact or a birth
    date that cannot be, Forbidden for who may not.
    """
    policies.require(policies.can_create(by, commune_id))
    kind = identity.checked_kind(kind)
    family_name, first_names = _names(kind, family_name, first_names)
    today = calendar.today(Commune.objects.get(pk=commune_id))
    given = ((ContactKind.PHONE, phone), (ContactKind.EMAIL, email), (ContactKind.POSTAL, postal_address))
    contacts = [(one, *identity.checked_contact(one, text)) for one, text in given if text.strip()]
    if kind in ORGANISATIONS and birth_date is not None:
        raise Refused(_("Une association ou une entreprise n’a pas de date de naissance."))
    citizen = Citizen.objects.create(
        commune_id=commune_id,
        kind=kind,
        registration=identity.checked_registration(kind, registration),
        family_name=family_name,
        first_names=first_names,
        birth_date=identity.checked_birth(birth_date, today),
        sort_key=directory_key(family_name, first_names),
        folded_name=folded_name(family_name, first_names),
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(citizen=citizen, kind=one, value=value, normalised=normalised)
        for one, value, normalised in contacts
    )
    index_person(citizen)
    return citizen


def _names(kind: PartyKind, family_name: str, first_names: str) -> tuple[str, str]:
    family_name, first_names = identity.tidy(family_name), identity.tidy(first_names)
    if kind in ORGANISATIONS:
        family_name, first_names = identity.tidy(f"{family_name} {first_names}"), ""
    if not family_name:
        family_name, first_names = first_names, ""
    if not folded_name(family_name, first_names):
        raise Refused(_("Indiquez le nom de la personne."))
    return family_name, first_names
