from citizens.models.alert import PersonAlert
from citizens.models.citizen import OLDEST_BIRTH, Citizen
from citizens.models.consent import Consent
from citizens.models.contact_point import ContactPoint
from citizens.models.mandate import Mandate
from citizens.models.merge import PersonMerge
from citizens.models.organisation import OrganisationContact
from citizens.models.protection import AddressKeeper
from citizens.models.search_row import PersonSearchRow

__all__ = [
    "OLDEST_BIRTH",
    "AddressKeeper",
    "Citizen",
    "Consent",
    "ContactPoint",
    "Mandate",
    "OrganisationContact",
    "PersonAlert",
    "PersonMerge",
    "PersonSearchRow",
]
