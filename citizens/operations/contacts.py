from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from citizens import policies
from citizens.models import ContactPoint
from citizens.operations.indexing import index_person
from citizens.operations.locking import open_person
from citizens.rules import identity
from core import calendar
from core.actor import Actor
from core.errors import Refused


@transaction.atomic
def add_contact(citizen_id: int, *, kind: str, value: str, label: str = "", by: Actor) -> ContactPoint:
    """A way to reach the person; one that was ended, or known confidentially only, is in use again for all."""
    citizen = open_person(citizen_id, by)
    text, normalised = identity.checked_contact(kind, value)
    point, _created = ContactPoint.objects.update_or_create(
        citizen=citizen,
        kind=kind,
        normalised=normalised,
        defaults={"value": text, "label": identity.tidy(label)[:60], "veiled": False, "ended_on": None},
    )
    index_person(citizen)
    return point


@transaction.atomic
def end_contact(contact_id: int, *, by: Actor) -> ContactPoint:
    """Kept and no longer used: a moved house, a number given up. Twice is once."""
    point = ContactPoint.objects.visible_to(by).filter(pk=contact_id).select_related("citizen__commune").first()
    if point is None:
        raise Refused(_("Cette coordonnée n’existe pas."))
    policies.require(policies.can_edit(by, point.citizen))
    if point.ended_on is None:
        point.ended_on = calendar.today(point.citizen.commune)
        point.save(update_fields=["ended_on"])
        index_person(point.citizen)
    return point
