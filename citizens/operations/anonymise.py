from django.db import transaction
from django.db.models import Q

from citizens.enums import PartyKind
from citizens.models import Citizen, PersonMerge, PersonSearchRow
from citizens.operations.indexing import index_person
from core import search

ERASED = "Personne anonymisée"


@transaction.atomic
def anonymise(citizen_id: int) -> Citizen:
    """Empties the identity and drops the contact points of one row; the row stays, for what points to it.

    Called by the erasure once approved and covered by its visa (code du patrimoine, L214-3). Twice is once.
    """
    citizen = Citizen.objects.locked(citizen_id)
    for held in (citizen.contact_points, citizen.alerts, citizen.address_keepers, citizen.speaks_for):
        held.all().delete()
    PersonMerge.objects.filter(Q(kept=citizen) | Q(merged=citizen)).update(reason="—")
    citizen.civility = citizen.name_in_use = citizen.first_names = citizen.preferred_channel = ""
    citizen.family_name, citizen.birth_date, citizen.language = ERASED, None, "fr"
    citizen.sort_key = citizen.folded_name = f"anonymise {citizen.pk}"
    citizen.kind, citizen.registration, citizen.needs = PartyKind.PERSON, "", []
    citizen.veiled = citizen.birth_veiled = citizen.protected = False
    citizen.revision += 1
    citizen.save()
    kept = Citizen.objects.get(pk=citizen.kept_id)
    if kept != citizen and kept.family_name != ERASED:
        index_person(kept)
    PersonSearchRow.objects.filter(person=citizen).delete()
    search.remove("citizen", citizen.pk)
    return citizen
