"""The organisation is public; what it says of agents is their role and, for a few, their name as an office-holder."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core import privacy
from core.privacy import ALL, Category, Holding, Subject
from organisation.models import (
    Absence,
    Administration,
    Closure,
    DataSector,
    LegalEntity,
    Place,
    Service,
    ServiceUserObjectPermission,
    Street,
    Ward,
)

for model in (Administration, Closure, DataSector, Place, Service, Street, Ward):
    privacy.declare_impersonal(model, ALL)

privacy.declare(
    Holding(
        model=LegalEntity,
        fields={
            "representative": Category.AGENT,
            "publication_director": Category.AGENT,
            "dpo_name": Category.AGENT,
            "dpo_email": Category.AGENT,
        },
        subject=Subject.AGENT,
        purpose=_("Mentions légales du site et des courriers"),
        clock="",
        source=_("Le temps de la fonction"),
    )
)
privacy.declare_impersonal(
    LegalEntity,
    *("public_id", "kind", "name", "address_line_1", "address_line_2", "postcode", "city", "phone", "email", "siret"),
    *("host", "dpo_address", "court_name", "court_address", "telerecours", "mediator"),
)
# An absence says something of an agent: when, and who stands in; never why.
privacy.declare(
    Holding(
        model=Absence,
        fields={"from_on": Category.AGENT, "to_on": Category.AGENT},
        subject=Subject.AGENT,
        purpose=_("Confier les demandes à qui est là"),
        keep=timedelta(days=365),
        clock="to_on",
        source=_("Un an après le retour : le temps de répondre de qui a reçu quoi"),
    )
)
privacy.declare_impersonal(Absence, "public_id", "created_at")
# Structure only: which account, which role, which service; the agent’s data are declared in accounts.
privacy.declare_impersonal(ServiceUserObjectPermission, ALL)
