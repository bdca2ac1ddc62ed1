from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from citizens import policies
from citizens.models import AddressKeeper, Citizen
from citizens.operations.indexing import index_person
from citizens.operations.locking import open_person
from citizens.querysets import person_set
from core import outbox
from core.actor import Actor
from core.errors import Forbidden, Refused


@transaction.atomic
def protect_address(citizen_id: int, *, keepers: Iterable[int] = (), protected: bool = True, by: Actor) -> Citizen:
    """From now on the postal address is shown to the named agents (ids of users) alone, and found by no search.

    All rows merged into this person are protected alike, and stay so if the merge is undone. Once protected, only a
    keeper changes the keepers or lifts the protection. The fact `person.protected` tells both directions.
    """
    citizen = open_person(citizen_id, by)
    if not policies.keeps_address(by, citizen):
        raise Forbidden(_("Cette adresse est protégée : seul un agent habilité peut changer cela."))
    rows = list(person_set(citizen))
    AddressKeeper.objects.filter(citizen__in=rows).delete()
    if protected:
        _name(rows, set(keepers), citizen.commune_id)
    for row in rows:
        row.protected = protected
        row.revision += 1
        row.save(update_fields=["protected", "revision"])
    index_person(citizen)
    outbox.publish("person.protected", citizen_id=citizen.pk)
    citizen.refresh_from_db()
    return citizen


def _name(rows: list[Citizen], keepers: set[int], commune_id: int) -> None:
    known = set(User.objects.filter(pk__in=keepers, commune_id=commune_id, is_active=True).values_list("pk", flat=True))
    if not known:
        raise Refused(_("Nommez au moins un agent habilité à voir cette adresse."))
    if known != keepers:
        raise Refused(_("Un des agents nommés n’a pas de compte en service."))
    AddressKeeper.objects.bulk_create(
        AddressKeeper(citizen=row, user_id=user_id) for row in rows for user_id in sorted(known)
    )
