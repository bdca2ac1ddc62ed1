"""Who may act for whom today. Merged rows are the same person: a mandate of one is a mandate of all."""

from __future__ import annotations

from datetime import date

from citizens.enums import MandateScope
from citizens.models import Citizen, Mandate
from citizens.querysets import person_set


def acting_for(mandatary: Citizen, on: date) -> list[Mandate]:
    """The mandates in force by which this person may act for others, with the principal; soonest to end first."""
    return _in_force(on, mandatary__in=person_set(mandatary).values("pk"))


def represented_by(principal: Citizen, on: date) -> list[Mandate]:
    """The mandates in force that this person gave; soonest to end first."""
    return _in_force(on, principal__in=person_set(principal).values("pk"))


def _in_force(on: date, **whose: object) -> list[Mandate]:
    found = Mandate.objects.in_force(on).filter(**whose)
    return list(found.select_related("principal", "mandatary").order_by("until_on", "pk"))


def covers(mandate: Mandate, *, procedure: str, family: str, on: date) -> bool:
    """True when this mandate allows this procedure on that day (codes as in the catalogue)."""
    if not mandate.from_on <= on <= mandate.until_on or (mandate.revoked_on and mandate.revoked_on <= on):
        return False
    if mandate.scope == MandateScope.EVERYTHING:
        return True
    return mandate.family == family if mandate.scope == MandateScope.FAMILY else mandate.procedure == procedure
