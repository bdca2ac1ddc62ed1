from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from citizens import policies
from citizens.models import OrganisationContact
from citizens.operations.locking import find_visible, open_person
from citizens.rules.identity import tidy
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused


@transaction.atomic
def add_organisation_contact(
    organisation_id: int, *, person_id: int, role: str = "", until_on: date | None = None, by: Actor
) -> OrganisationContact:
    """A person who speaks for an association or a firm; the same person again changes their role and end."""
    organisation = open_person(organisation_id, by)
    person = find_visible(person_id, by)
    if not organisation.is_organisation:
        raise Refused(_("Seule une association ou une entreprise a des contacts."))
    if person.is_organisation:
        raise Refused(_("Le contact d’un organisme est une personne."))
    contact, _created = OrganisationContact.objects.update_or_create(
        organisation=organisation, person=person, defaults={"role": tidy(role)[:80], "until_on": until_on}
    )
    return contact


@transaction.atomic
def end_organisation_contact(contact_id: int, *, by: Actor) -> OrganisationContact:
    """From today this person no longer speaks for the organisation. Twice is once."""
    contact = OrganisationContact.objects.select_related("organisation__commune").filter(pk=contact_id).first()
    if contact is None or not policies.can_view(by, contact.organisation):
        raise Forbidden(_("Ce contact n’existe pas."))
    policies.require(policies.can_edit(by, contact.organisation))
    yesterday = calendar.today(contact.organisation.commune) - timedelta(days=1)
    if contact.until_on is None or contact.until_on > yesterday:
        contact.until_on = yesterday
        contact.save(update_fields=["until_on"])
    return contact
