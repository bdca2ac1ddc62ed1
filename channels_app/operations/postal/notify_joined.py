"""The service learns that a letter joined one of its requests; what it holds is read in the request."""

from __future__ import annotations

from django.db import transaction

from channels_app.models import PostalItem
from core.templatetags.grc_dates import date_simple
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations import post
from requests_app import variables


@transaction.atomic
def notify_joined(item_id: int) -> Dispatch | None:
    """Once a letter; of a confidential request nothing is named but its number."""
    item = PostalItem.objects.select_related("request__service", "request__commune").get(pk=item_id)
    found = item.request
    if found is None or not found.service.email:
        return None
    values = variables.of_request(found, for_service=True, texte=date_simple(item.received_on))
    return post(
        key=f"postal:{item.pk}",
        commune_id=item.commune_id,
        kind=DispatchKind.SERVICE_NOTICE,
        template="avis-de-courrier-joint",
        to_address=found.service.email,
        to_name=found.service.name,
        variables=values,
        from_service_id=found.service_id,
        subject_kind="request",
        subject_ref=str(found.pk),
        confidential=found.confidential,
    )
