from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from citizens import policies
from citizens.enums import Civility
from citizens.models import Citizen
from citizens.operations.indexing import index_person
from citizens.operations.locking import open_person
from citizens.rules import identity
from citizens.rules.names import directory_key, folded_name
from core import calendar
from core.actor import Actor
from core.errors import Refused


@transaction.atomic
def update_person(citizen_id: int, *, by: Actor, revision: int | None = None, **fields: Any) -> Citizen:
    """Changes what is given and nothing else: names, civility, birth date, registration, language, preferred channel,
    needs.

    With the ``revision`` the page was shown at, a change made meanwhile raises Stale. Raises Refused, Forbidden.
    """
    citizen = open_person(citizen_id, by, revision)
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise TypeError(f"update_person() knows no field {', '.join(sorted(unknown))}")
    if citizen.birth_veiled and fields.get("birth_date", True) is None and not policies.sees_veiled(by, citizen):
        # An empty box on the page of who may not see the date is not an erasure.
        del fields["birth_date"]
    for name, value in fields.items():
        setattr(citizen, name, _FIELDS[name](citizen, value))
    if fields.get("birth_date"):
        citizen.birth_veiled = False
    _name_again(citizen)
    citizen.revision += 1
    citizen.save(update_fields=[*fields, "birth_veiled", "sort_key", "folded_name", "revision"])
    index_person(citizen)
    return citizen


def _name_again(citizen: Citizen) -> None:
    if not citizen.family_name:
        raise Refused(_("Indiquez le nom de la personne."))
    if citizen.is_organisation and (citizen.first_names or citizen.birth_date or citizen.civility):
        raise Refused(_("Une association ou une entreprise n’a ni prénom ni date de naissance."))
    citizen.sort_key = directory_key(citizen.family_name, citizen.first_names)
    citizen.folded_name = folded_name(citizen.family_name, citizen.first_names)
    if not citizen.folded_name:
        raise Refused(_("Indiquez le nom de la personne."))


def _civility(_citizen: Citizen, value: str) -> str:
    if value not in Civility.values:
        raise Refused(_("Choisissez la civilité dans la liste."))
    return value


_FIELDS: dict[str, Callable[[Citizen, Any], Any]] = {
    "family_name": lambda citizen, value: identity.tidy(value),
    "first_names": lambda citizen, value: identity.tidy(value),
    "name_in_use": lambda citizen, value: identity.tidy(value),
    "civility": _civility,
    "birth_date": lambda citizen, value: identity.checked_birth(value, calendar.today(citizen.commune)),
    "registration": lambda citizen, value: identity.checked_registration(citizen.kind, value),
    "language": lambda citizen, value: identity.checked_language(value),
    "preferred_channel": lambda citizen, value: identity.checked_channel(value),
    "needs": lambda citizen, value: identity.checked_needs(list(value)),
}
