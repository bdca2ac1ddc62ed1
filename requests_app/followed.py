"""Where a merged request is followed, and by whom."""

from __future__ import annotations

from citizens.models import Citizen
from citizens.querysets import person_set
from requests_app.enums import Phase, Restriction
from requests_app.models import RequestMerge, ServiceRequest


def same_person(one: ServiceRequest, other: ServiceRequest) -> bool:
    """Asked again at each reading: two people taken for one may have been separated since. Nobody is the same as an
    anonymous person."""
    if one.citizen_id is None or other.citizen_id is None:
        return False
    if one.citizen_id == other.citizen_id:
        return True
    citizen = Citizen.objects.get(pk=one.citizen_id)
    return person_set(citizen).filter(pk=other.citizen_id).exists()


def standing_merge(service_request: ServiceRequest) -> RequestMerge | None:
    """The merge by which it ended, while it stands."""
    if service_request.phase != Phase.MERGED:
        return None
    found = RequestMerge.objects.filter(merged_id=service_request.pk, undone_at__isnull=True)
    return found.select_related(
        "kept__commune", "kept__procedure", "kept__procedure_version", "kept__service__legal_entity"
    ).first()


def kept_for(service_request: ServiceRequest) -> ServiceRequest | None:
    """The request where the same person’s is followed, through any number of merges; None for another person’s."""
    found, last = service_request, None
    while (merge := standing_merge(found)) is not None:
        found = merge.kept
        # What a split had made came in one sending: one person, even one who gave no name.
        one_sending = merge.merged_before.get("carries") is False
        if not one_sending and not same_person(service_request, found):
            return None
        last = found
    return last if last is not None and last.restriction == Restriction.NONE else None
