"""Every file of a request: its own, those of its messages and decisions, those of the letter it was split from."""

from __future__ import annotations

from files.enums import OwnerKind
from files.models import StoredFile
from requests_app.models import ServiceRequest


def documents(service_request: ServiceRequest) -> list[StoredFile]:
    """The person’s and the town’s, oldest first."""
    messages = list(service_request.messages.values_list("pk", flat=True))
    decisions = list(service_request.decisions.values_list("pk", flat=True))
    found = [
        *StoredFile.objects.of(OwnerKind.REQUEST, service_request.pk),
        *StoredFile.objects.filter(shares__request=service_request.pk),
        *StoredFile.objects.of_many(OwnerKind.MESSAGE, messages),
        *StoredFile.objects.of_many(OwnerKind.DECISION, decisions),
    ]
    return sorted(found, key=lambda stored: stored.pk)
