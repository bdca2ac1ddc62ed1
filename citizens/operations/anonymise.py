from django.db import transaction

from citizens.models import Citizen
from core import search

ERASED = "Personne anonymisée"


@transaction.atomic
def anonymise(citizen_id: int) -> Citizen:
    """Empties the identity and drops the contact points of one row; the row stays, for what points to it.

    Called by the erasure once approved and covered by its visa (code du patrimoine, L214-3). Twice is once.
    """
    citizen = Citizen.objects.locked(citizen_id)
    citizen.contact_points.all().delete()
    citizen.civility = citizen.name_in_use = citizen.first_names = citizen.preferred_channel = ""
    citizen.family_name, citizen.birth_date, citizen.language = ERASED, None, "fr"
    citizen.sort_key = citizen.folded_name = f"anonymise {citizen.pk}"
    citizen.save()
    search.remove("citizen", citizen.pk)
    return citizen
