"""An agent says which request a letter belongs to."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.models import PostalItem
from channels_app.operations.postal import handling, joining_request, numbers
from core.actor import Actor
from core.errors import Refused
from core.numbers import normalise_number
from requests_app import policies
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest


@transaction.atomic
def attach_to_request(
    item_id: int,
    number: str,
    *,
    by: Actor,
    sender: str = "",
    subject: str = "",
    received_on: dt.date | None = None,
    postmarked_on: dt.date | None = None,
    registered_letter: str = "",
    revision: int | None = None,
) -> PostalItem:
    """As an answer of the person; the service is told. A confidential request does not exist for who lacks the right.

    The register says of it what it says of any letter: three dates (L112-1) and the number of a registered one.
    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    item = handling.to_do(item_id, by=by, revision=revision)
    found = _request(item, number, by)
    handling.describe(
        item,
        received_on=received_on,
        postmarked_on=postmarked_on,
        sender=sender,
        subject=subject,
        registered_letter=registered_letter,
    )
    joining_request.join(item, found, by=by)
    numbers.register(item, by=by)
    return item


def _request(item: PostalItem, number: str, by: Actor) -> ServiceRequest:
    canonical = normalise_number(number)
    found = ServiceRequest.objects.select_related("service", "citizen").filter(
        commune_id=item.commune_id, number=canonical or "-", restriction=Restriction.NONE
    )
    service_request = found.first()
    if service_request is None or (service_request.confidential and not policies.can_view(by, service_request)):
        raise Refused(_("Aucune demande ne porte ce numéro. Relisez-le : 2026-042317-K, par exemple."))
    return service_request
