from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from citizens.models import Citizen


class CitizenQuerySet(models.QuerySet["Citizen"]):
    def locked(self, pk: int) -> "Citizen":
        return self.select_for_update().get(pk=pk)

    def kept(self) -> "CitizenQuerySet":
        """Without the persons merged into another one."""
        return self.filter(canonical__isnull=True)

    def born_compatibly(self, birth_date: date | None) -> "CitizenQuerySet":
        """Leaves out the persons known to be born on another day."""
        if birth_date is None:
            return self
        return self.filter(Q(birth_date=birth_date) | Q(birth_date__isnull=True))

    def probable_duplicates_of(self, citizen: "Citizen") -> "CitizenQuerySet":
        """Same name, or same e-mail or phone: a hint for an agent, never a merge."""
        contacts = citizen.contact_points.exclude(kind="postal").values("normalised")
        same = Q(folded_name=citizen.folded_name) | Q(contact_points__normalised__in=contacts)
        return self.kept().filter(same, commune_id=citizen.commune_id).exclude(pk=citizen.pk).distinct()


class ContactPointQuerySet(models.QuerySet):
    def of_person(self, citizen: "Citizen") -> "ContactPointQuerySet":
        return self.filter(citizen__in=person_set(citizen))


def person_set(citizen: "Citizen") -> CitizenQuerySet:
    """Every row that is this person: the kept one and all those merged into it."""
    from citizens.models import Citizen

    kept = citizen.canonical_id or citizen.pk
    return Citizen.objects.filter(Q(pk=kept) | Q(canonical_id=kept))
