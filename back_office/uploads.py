"""Files an agent joins: stored at once without owner, then re-pointed by the operation; kept when it refuses."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Refused
from files.models import StoredFile
from files.operations import store
from requests_app.models import ServiceRequest

FIELD = "fichiers"
KEPT = "deja_joint"
MOST = 10


def kept(request: HttpRequest, service_request: ServiceRequest) -> list[StoredFile]:
    """Files of an earlier try of the same writing, still without owner."""
    refs = list(_refs(request.POST.getlist(KEPT)))
    waiting = StoredFile.objects.filter(
        public_id__in=refs, commune_id=service_request.commune_id, owner_kind="message", owner_id__isnull=True
    )
    return list(waiting.order_by("pk")) if refs else []


def store_new(request: HttpRequest, service_request: ServiceRequest, by: Actor, already: int) -> list[StoredFile]:
    """Raises Refused with the name of the file that cannot be kept."""
    sent = request.FILES.getlist(FIELD)
    if already + len(sent) > MOST:
        raise Refused(_("Joignez %(most)s fichiers au plus.") % {"most": MOST})
    return [
        store(upload, name=upload.name or "", commune_id=service_request.commune_id, owner_kind="message", by=by)
        for upload in sent
    ]


def _refs(values: Iterable[str]) -> Iterable[uuid.UUID]:
    for value in list(values)[:MOST]:
        try:
            yield uuid.UUID(value)
        except ValueError:
            continue
