from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from core.actor import Actor

if TYPE_CHECKING:
    from citizens.models import Citizen


class CitizenQuerySet(models.QuerySet["Citizen"]):
    def locked(self, pk: int) -> "Citizen":
        return self.select_for_update(of=("self",)).get(pk=pk)

    def visible_to(self, actor: Actor) -> "CitizenQuerySet":
        """What does not exist for this actor is left out: no row, no count (house.md §6)."""
        from citizens.policies import visible_to

        return self.filter(visible_to(actor))

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

    def in_use(self) -> "ContactPointQuerySet":
        return self.filter(ended_on__isnull=True)

    def visible_to(self, actor: Actor) -> "ContactPointQuerySet":
        """Without what is known only through a confidential request; a protected address for named agents alone."""
        from citizens.policies import contacts_visible_to

        return self.filter(contacts_visible_to(actor))


class MandateQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "MandateQuerySet":
        """Begun, not ended, not revoked; the day of the revocation is already without mandate."""
        standing = Q(revoked_on__isnull=True) | Q(revoked_on__gt=on)
        return self.filter(standing, from_on__lte=on, until_on__gte=on)


class AlertQuerySet(models.QuerySet):
    def standing(self, on: date) -> "AlertQuerySet":
        return self.filter(ended_at__isnull=True, until_on__gte=on)


def person_set(citizen: "Citizen") -> CitizenQuerySet:
    """Every row that is this person: the kept one and all those merged into it."""
    from citizens.models import Citizen

    kept = citizen.canonical_id or citizen.pk
    return Citizen.objects.filter(Q(pk=kept) | Q(canonical_id=kept))
