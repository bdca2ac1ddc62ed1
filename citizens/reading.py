"""The one door through which a person’s card is read: what this actor may see of it, recorded in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _, ngettext

from citizens import policies
from citizens.duplicates import probable_duplicates
from citizens.enums import LANGUAGES, ContactKind, Need
from citizens.models import (
    AddressKeeper,
    Citizen,
    ContactPoint,
    Mandate,
    OrganisationContact,
    PersonAlert,
    PersonMerge,
)
from citizens.querysets import person_set
from core import calendar, trail
from core.actor import Actor
from core.enums import Channel
from core.errors import Forbidden


@dataclass(frozen=True)
class CardContact:
    """``shared`` counts the other people known with it, among those this actor sees."""

    pk: int
    kind: str
    value: str
    label: str
    verified: bool
    ended_on: dt.date | None
    shared: int
    shared_words: str


@dataclass(frozen=True)
class MergedRow:
    merge: PersonMerge
    citizen: Citizen


@dataclass(frozen=True)
class PersonCard:
    """Everything the page of a person and the desk show of who they are; nothing of what they asked."""

    citizen: Citizen
    name: str
    civility: str
    birth_date: dt.date | None
    contacts: list[CardContact]
    protected: bool
    address: str
    needs: list[str]
    language: str
    preferred_channel: str
    alerts: list[PersonAlert]
    mandates_given: list[Mandate]
    mandates_received: list[Mandate]
    organisations: list[OrganisationContact]
    members: list[OrganisationContact]
    merged: list[MergedRow]
    duplicates: int
    can_edit: bool
    rows: list[int] = field(default_factory=list)


@transaction.atomic
def person_card(citizen_id: int, by: Actor) -> PersonCard:
    """The card of the kept person, whichever of the merged rows is asked for, in a fixed number of queries.

    Raises Forbidden, with the same sentence whether the person does not exist or is veiled for this actor.
    """
    asked = Citizen.objects.select_related("canonical__commune", "commune").filter(pk=citizen_id).first()
    kept = (asked.canonical or asked) if asked else None
    if asked is None or kept is None or not policies.can_view(by, asked) or not policies.can_view(by, kept):
        raise Forbidden(_("Cette fiche n’existe pas."))
    trail.record(by, trail.Verb.READ, "citizen", kept.pk)
    rows = list(person_set(kept).filter(policies.visible_to(by)).order_by("pk"))
    ids = [row.pk for row in rows]
    today = calendar.today(kept.commune)
    protected, keeper = _protection(kept, by)
    contacts = _contacts(ids, by)
    return PersonCard(
        citizen=kept,
        name=kept.display_name,
        civility=str(kept.get_civility_display()) if kept.civility else "",
        birth_date=_birth(kept, rows, by),
        contacts=contacts,
        protected=protected,
        address=_("adresse protégée") if protected and not keeper else _address(contacts),
        needs=[str(need.label) for need in Need if any(need in row.needs for row in rows)],
        language=str(LANGUAGES.get(kept.language, kept.language)),
        preferred_channel=str(Channel(kept.preferred_channel).label) if kept.preferred_channel else "",
        alerts=list(PersonAlert.objects.standing(today).filter(citizen__in=ids).select_related("author")),
        mandates_given=_mandates(by, today, principal__in=ids),
        mandates_received=_mandates(by, today, mandatary__in=ids),
        organisations=_speaking(by, today, person__in=ids),
        members=_speaking(by, today, organisation__in=ids),
        merged=_merged(rows),
        duplicates=len(probable_duplicates(kept, by=by)),
        can_edit=policies.can_edit(by, kept),
        rows=ids,
    )


def _protection(kept: Citizen, by: Actor) -> tuple[bool, bool]:
    """Whether the address is protected, and whether this actor may see it all the same."""
    everyone = person_set(kept)
    protected = everyone.filter(protected=True).exists()
    named = by.user_id is not None and AddressKeeper.objects.filter(citizen__in=everyone, user_id=by.user_id).exists()
    return protected, named or by.is_system


def _birth(kept: Citizen, rows: list[Citizen], by: Actor) -> dt.date | None:
    """The kept row’s own, else that of a merged row; a veiled one only for who may see what is veiled."""
    known = [row for row in [kept, *rows] if row.birth_date is not None]
    shown = [row for row in known if not row.birth_veiled]
    if not shown and known and policies.sees_veiled(by, known[0]):
        shown = known
    return shown[0].birth_date if shown else None


def _contacts(ids: list[int], by: Actor) -> list[CardContact]:
    points = list(ContactPoint.objects.visible_to(by).filter(citizen__in=ids).order_by("ended_on", "kind", "pk"))
    sharing = _sharing(points, ids, by)
    once: dict[tuple[str, str], CardContact] = {}
    for point in points:
        shared = sharing.get((point.kind, point.normalised), 0)
        card = CardContact(
            pk=point.pk,
            kind=point.kind,
            value=point.value,
            label=point.label,
            verified=point.verified_at is not None,
            ended_on=point.ended_on,
            shared=shared,
            shared_words=_shared_words(shared),
        )
        once.setdefault((point.kind, point.normalised), card)
    return sorted(once.values(), key=lambda card: (card.ended_on is not None, card.kind, card.pk))


def _sharing(points: list[ContactPoint], ids: list[int], by: Actor) -> dict[tuple[str, str], int]:
    """How many other people each phone or e-mail is known for: persons, not rows; one query."""
    values = {point.normalised for point in points if point.kind != ContactKind.POSTAL}
    others = (
        ContactPoint.objects.visible_to(by)
        .in_use()
        .filter(normalised__in=values, kind__in=(ContactKind.PHONE, ContactKind.EMAIL))
    )
    person = Coalesce("citizen__canonical_id", "citizen_id")
    counted = others.exclude(citizen__in=ids).values("kind", "normalised").annotate(people=Count(person, distinct=True))
    return {(row["kind"], row["normalised"]): row["people"] for row in counted.order_by()}


def _shared_words(count: int) -> str:
    if not count:
        return ""
    told = ngettext("partagé avec %(count)d personne", "partagé avec %(count)d personnes", count)
    return told % {"count": count}


def _address(contacts: list[CardContact]) -> str:
    used = [card.value for card in contacts if card.kind == ContactKind.POSTAL and card.ended_on is None]
    return used[-1] if used else ""


def _mandates(by: Actor, on: dt.date, **whose: list[int]) -> list[Mandate]:
    """Those in force, when the other side exists for this actor."""
    visible = Citizen.objects.filter(policies.visible_to(by)).values("pk")
    found = Mandate.objects.in_force(on).filter(principal__in=visible, mandatary__in=visible).filter(**whose)
    return list(found.select_related("principal", "mandatary").order_by("until_on", "pk"))


def _speaking(by: Actor, on: dt.date, **whose: list[int]) -> list[OrganisationContact]:
    visible = Citizen.objects.filter(policies.visible_to(by)).values("pk")
    found = OrganisationContact.objects.filter(organisation__in=visible, person__in=visible).filter(**whose)
    current = [one for one in found.select_related("organisation", "person") if not one.until_on or one.until_on >= on]
    return sorted(current, key=lambda one: (one.organisation.sort_key, one.person.sort_key, one.pk))


def _merged(rows: list[Citizen]) -> list[MergedRow]:
    """The standing merges among the rows this actor sees, newest first."""
    ids = [row.pk for row in rows]
    found = PersonMerge.objects.filter(undone_at__isnull=True, merged__in=ids, kept__in=ids)
    return [MergedRow(merge, merge.merged) for merge in found.select_related("merged", "merged_by").order_by("-pk")]
