import zlib
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.rules.contacts import normalise
from citizens.rules.names import directory_key, folded_name
from core import search
from core.actor import Actor
from core.errors import Refused

LONGEST_NAME = 150
_LOCK_SPACE = 0x67726370  # first key of the advisory locks of this operation

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
    by: Actor,
) -> Citizen:
    """The person already known under this name **and** one of these contact points, else a new one (house.md §7).

    E-mail or phone and folded name must both agree, and birth dates must not contradict each other; a postal address
    counts only together with an equal birth date, since a father and his son may share name and roof. A person merged
    into another gives the kept one. Contact points not seen before are added, unverified; one that is no valid
    address or number is left out, never refused: the filing matters more. Two filings at once give one person.
    """
    family_name, first_names = _tidy(family_name), _tidy(first_names)
    folded = folded_name(family_name, first_names)
    if not folded:
        raise Refused(_("Indiquez le nom de la personne."))
    contacts = _contacts(email, phone, postal_address)
    _lock(commune_id, folded)
    citizen = _known(commune_id, folded, birth_date, contacts)
    created = citizen is None
    if citizen is None:
        citizen = _create(commune_id, family_name, first_names, birth_date, folded)
    elif citizen.birth_date is None and birth_date is not None and citizen.folded_name == folded:
        citizen.birth_date = birth_date
        citizen.save(update_fields=["birth_date"])
    if _add_contacts(citizen, contacts) or created:
        _index(citizen)
    return citizen


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


def _contacts(email: str, phone: str, postal_address: str) -> Contacts:
    given = ((ContactKind.EMAIL, email), (ContactKind.PHONE, phone), (ContactKind.POSTAL, postal_address))
    found = [(kind, text.strip()[:500], normalise(kind, text[:500])) for kind, text in given]
    return [(kind, text, normalised) for kind, text, normalised in found if normalised]


def _lock(commune_id: int, folded: str) -> None:
    """One filing of a name at a time, until the commit: two creations of the same person cannot cross."""
    key = zlib.crc32(f"{commune_id}:{folded}".encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, key])


def _known(commune_id: int, folded: str, birth_date: date | None, contacts: Contacts) -> Citizen | None:
    namesakes = Citizen.objects.filter(commune_id=commune_id, folded_name=folded).born_compatibly(birth_date)
    namesakes = namesakes.select_related("canonical").order_by("pk")
    for kind, _text, normalised in contacts:
        candidates = namesakes.filter(contact_points__kind=kind, contact_points__normalised=normalised)
        if kind == ContactKind.POSTAL:
            candidates = candidates.filter(birth_date=birth_date, birth_date__isnull=False)
        if found := candidates.first():
            return found.canonical or found
    return None


def _create(commune_id: int, family_name: str, first_names: str, birth_date: date | None, folded: str) -> Citizen:
    return Citizen.objects.create(
        commune_id=commune_id,
        family_name=family_name or first_names,
        first_names=first_names if family_name else "",
        birth_date=birth_date,
        sort_key=directory_key(family_name, first_names),
        folded_name=folded,
    )


def _add_contacts(citizen: Citizen, contacts: Contacts) -> bool:
    """True when there was something new."""
    known = set(citizen.contact_points.values_list("kind", "normalised"))
    fresh = [
        ContactPoint(citizen=citizen, kind=kind, value=text, normalised=normalised)
        for kind, text, normalised in contacts
        if (kind.value, normalised) not in known
    ]
    # Two persons merged meanwhile may bring the same contact to the kept one: once is enough.
    ContactPoint.objects.bulk_create(fresh, ignore_conflicts=True)
    return bool(fresh)


def _index(citizen: Citizen) -> None:
    values = citizen.contact_points.values_list("value", "normalised")
    words = [citizen.display_name, citizen.family_name, *(text for pair in values for text in pair)]
    search.index("citizen", citizen.pk, commune_id=citizen.commune_id, text=" ".join(words))
