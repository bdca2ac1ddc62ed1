from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.operations.indexing import index_new_person, index_person
from citizens.operations.locking import take_lock
from citizens.rules.contacts import normalise
from citizens.rules.identity import tidy
from citizens.rules.names import directory_key, folded_name
from core.actor import Actor
from core.errors import Refused

Contacts = list[tuple[ContactKind, str, str]]


@transaction.atomic
def identify(
    *,
    commune_id: int,
    family_name: str,
    first_names: str = "",
    birth_date: date | None = None,
    email: str = "",
    phone: str = "",
    postal_address: str = "",
    confidential: bool = False,
    by: Actor,
) -> Citizen:
    """The person already known under this name **and** one of these contact points, else a new one (house.md §7).

    E-mail or phone and folded name must both agree, and birth dates must not contradict each other; a postal address
    counts only together with an equal birth date, since a father and his son may share name and roof. Contact points
    not seen before are added, unverified; one that is no valid address or number is left out, never refused: the
    filing matters more. Two filings at once give one person.

    What a ``confidential`` request brings is veiled, unless it was known already; a first meeting that is not
    confidential unveils what it brings and only that. Of two rows merged into one person, the one that matches is
    given: what comes stays with it if the merge is undone (pages show the kept one, ``Citizen.kept_id``).
    """
    family_name, first_names = tidy(family_name), tidy(first_names)
    folded = folded_name(family_name, first_names)
    if not folded:
        raise Refused(_("Indiquez le nom de la personne."))
    contacts = _contacts(email, phone, postal_address)
    _lock(commune_id, folded)
    citizen = _known(commune_id, folded, birth_date, contacts)
    if citizen is None:
        citizen = _create(commune_id, family_name, first_names, birth_date, folded, confidential)
        points = ContactPoint.objects.bulk_create(_points(citizen, contacts, confidential))
        index_new_person(citizen, points)
        return citizen
    changed = _learn(citizen, birth_date, confidential)
    if _add_contacts(citizen, contacts, confidential) or changed:
        index_person(citizen)
    return citizen


def _contacts(email: str, phone: str, postal_address: str) -> Contacts:
    given = ((ContactKind.EMAIL, email), (ContactKind.PHONE, phone), (ContactKind.POSTAL, postal_address))
    found = [(kind, text.strip()[:500], normalise(kind, text[:500])) for kind, text in given]
    return [(kind, text, normalised) for kind, text, normalised in found if normalised]


def _lock(commune_id: int, folded: str) -> None:
    """One filing of a name at a time, until the commit: two creations of the same person cannot cross."""
    take_lock(f"{commune_id}:{folded}")


def _known(commune_id: int, folded: str, birth_date: date | None, contacts: Contacts) -> Citizen | None:
    """A kept row first, then the oldest."""
    namesakes = Citizen.objects.filter(commune_id=commune_id, folded_name=folded).born_compatibly(birth_date)
    namesakes = namesakes.order_by(F("canonical").asc(nulls_first=True), "pk")
    for kind, _text, normalised in contacts:
        candidates = namesakes.filter(contact_points__kind=kind, contact_points__normalised=normalised)
        if kind == ContactKind.POSTAL:
            candidates = candidates.filter(birth_date=birth_date, birth_date__isnull=False)
        if found := candidates.first():
            return found
    return None


def _create(
    commune_id: int, family_name: str, first_names: str, birth_date: date | None, folded: str, veiled: bool = False
) -> Citizen:
    return Citizen.objects.create(
        commune_id=commune_id,
        family_name=family_name or first_names,
        first_names=first_names if family_name else "",
        birth_date=birth_date,
        sort_key=directory_key(family_name, first_names),
        folded_name=folded,
        veiled=veiled,
    )


def _learn(citizen: Citizen, birth_date: date | None, confidential: bool) -> bool:
    """The birth date when it was not known, and what an open meeting unveils; True when there was something."""
    before = (citizen.birth_date, citizen.veiled, citizen.birth_veiled)
    if citizen.birth_date is None and birth_date is not None:
        citizen.birth_date, citizen.birth_veiled = birth_date, confidential and not citizen.veiled
    if not confidential:
        if citizen.veiled:
            citizen.veiled, citizen.birth_veiled = False, citizen.birth_date is not None
            _unveil_kept(citizen)
        if birth_date is not None:
            citizen.birth_veiled = False
    if (citizen.birth_date, citizen.veiled, citizen.birth_veiled) == before:
        return False
    citizen.save(update_fields=["birth_date", "veiled", "birth_veiled"])
    return True


def _unveil_kept(citizen: Citizen) -> None:
    """A person shown under a row nobody may see would be lost: the kept row is shown, its birth date is not."""
    kept = Citizen.objects.filter(merged=citizen, veiled=True)
    kept.filter(birth_date__isnull=False).update(birth_veiled=True)
    kept.update(veiled=False)


def _add_contacts(citizen: Citizen, contacts: Contacts, confidential: bool) -> bool:
    """True when there was something new, or something to unveil or to use again."""
    known = {(point.kind, point.normalised): point for point in citizen.contact_points.all()}
    fresh = _points(citizen, [one for one in contacts if (one[0].value, one[2]) not in known], confidential)
    # Two persons merged meanwhile may bring the same contact to the kept one: once is enough.
    ContactPoint.objects.bulk_create(fresh, ignore_conflicts=True)
    given = [known[key] for kind, _text, normalised in contacts if (key := (kind.value, normalised)) in known]
    again = [point for point in given if point.ended_on or (point.veiled and not confidential)]
    for point in again:
        point.ended_on, point.veiled = None, point.veiled and confidential
    ContactPoint.objects.bulk_update(again, ["ended_on", "veiled"])
    return bool(fresh or again)


def _points(citizen: Citizen, contacts: Contacts, confidential: bool) -> list[ContactPoint]:
    return [
        ContactPoint(citizen=citizen, kind=kind, value=text, normalised=normalised, veiled=confidential)
        for kind, text, normalised in contacts
    ]
