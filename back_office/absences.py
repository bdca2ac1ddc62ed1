"""Absences, ready to print: who is away, until when, who stands in; and for whom this agent may note one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from core.actor import Actor
from organisation.access import access_of
from organisation.models import Absence
from organisation.rules.opening_hours import day_in_words


@dataclass(frozen=True)
class AbsenceRow:
    public_id: UUID
    name: str
    days: str
    instead: str
    now: bool
    may_end: bool
    end_label: str


def listed(commune_id: int, today: dt.date, by: Actor) -> list[AbsenceRow]:
    """Running and to come, of the colleagues of my services; everybody’s for an administrator."""
    seen = set(colleagues(commune_id, by).values_list("pk", flat=True)) | {by.user_id}
    managed = set(managed_by(commune_id, by).values_list("pk", flat=True)) | {by.user_id}
    found = Absence.objects.not_over(commune_id, today).of_people().filter(user_id__in=seen)
    return rows(found, today, managed)


def rows(found: Iterable[Absence], today: dt.date, managed: set[int | None]) -> list[AbsenceRow]:
    return [
        AbsenceRow(
            public_id=one.public_id,
            name=one.user.display_name,
            days=_days(one),
            instead=one.replacement.display_name if one.replacement else _("responsable du service"),
            now=one.from_on <= today,
            may_end=one.user_id in managed,
            end_label=_("De retour") if one.from_on < today else _("Retirer"),
        )
        for one in found
    ]


def _days(absence: Absence) -> str:
    if absence.from_on == absence.to_on:
        return _("le %s") % day_in_words(absence.from_on)
    return _("du %(from)s au %(to)s") % {"from": day_in_words(absence.from_on), "to": day_in_words(absence.to_on)}


def colleagues(commune_id: int, by: Actor):
    """Active agents who share a service with this one; everybody for an administrator."""
    access = access_of(by)
    agents = User.objects.active().of_commune(commune_id)
    if access.is_staff:
        return agents
    return agents.filter(serviceuserobjectpermission__content_object_id__in=access.service_ids).distinct()


def managed_by(commune_id: int, by: Actor):
    """Those whose absence this agent may note beside their own."""
    access = access_of(by)
    agents = User.objects.active().of_commune(commune_id)
    if access.is_staff:
        return agents
    return agents.filter(serviceuserobjectpermission__content_object_id__in=access.manager_ids).distinct()


def choosable(commune_id: int, by: Actor, me: User) -> list[User]:
    """Whose absence may be noted: me first."""
    return [me, *managed_by(commune_id, by).exclude(pk=me.pk)]
