"""The questions asked of closures and absences."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from organisation.models import Absence, Closure  # noqa: F401 - named in the bases of the querysets


class ClosureQuerySet(QuerySet["Closure"]):
    def not_over(self, commune_id: int, on: dt.date) -> ClosureQuerySet:
        return self.filter(commune_id=commune_id, to_on__gte=on)


class AbsenceQuerySet(QuerySet["Absence"]):
    def not_over(self, commune_id: int, on: dt.date) -> AbsenceQuerySet:
        """Running or to come."""
        return self.filter(commune_id=commune_id, to_on__gte=on)

    def on_day(self, commune_id: int, on: dt.date) -> AbsenceQuerySet:
        return self.filter(commune_id=commune_id, from_on__lte=on, to_on__gte=on)

    def of_people(self) -> AbsenceQuerySet:
        """Everything a row shows, in one query."""
        return self.select_related("commune", "user", "replacement", "created_by")
