"""Every file of a request: its own, those of its messages and decisions, those of the letter it was split from."""

from __future__ import annotations

from core.batch import in_a_batch, remembered
from files.enums import OwnerKind
from files.models import StoredFile
from requests_app.models import ServiceRequest


def documents(service_request: ServiceRequest) -> list[StoredFile]:
    """The person’s and the town’s, oldest first; one query a web request, until somebody changes the request."""
    if in_a_batch():
        return _read(service_request)
    return list(remembered(("documents", service_request.pk, service_request.revision), lambda: _read(service_request)))


def _read(service_request: ServiceRequest) -> list[StoredFile]:
    """Each part by its index."""
    files = StoredFile.objects.order_by()
    parts = [
        files.of(OwnerKind.REQUEST, service_request.pk),
        files.filter(shares__request=service_request.pk),
        files.filter(owner_kind=OwnerKind.MESSAGE, owner_id__in=service_request.messages.order_by().values("pk")),
        files.filter(owner_kind=OwnerKind.DECISION, owner_id__in=service_request.decisions.order_by().values("pk")),
    ]
    return sorted(parts[0].union(*parts[1:], all=True), key=lambda stored: stored.pk)
