"""The one reading door: the policy is asked, the trail written."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from core import codes, trail
from core.actor import Actor
from core.errors import Refused
from requests_app import policies
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest
from requests_app.operations import mark_decisions_read


def read_request(public_id: uuid.UUID | str, *, by: Actor) -> ServiceRequest:
    """The request, its reading recorded. DoesNotExist when unknown or not for this reader: nobody learns which."""
    found = ServiceRequest.objects.by_public_id(public_id).first()
    if found is None:
        raise ServiceRequest.DoesNotExist
    if not policies.can_view(by, found):
        trail.record(by, trail.Verb.REFUSED, "request", found.pk)
        raise ServiceRequest.DoesNotExist
    trail.record(by, trail.Verb.READ, "request", found.pk)
    return found


def holder(token: str) -> ServiceRequest:
    """The request this link opens, nothing recorded: for what follows a page already shown. Raises Refused."""
    known = codes.read_link_token(token)
    found = None
    if known is not None:
        public_id, version = known
        found = ServiceRequest.objects.by_public_id(public_id).filter(codes_version=version).first()
    if found is None or found.restriction == Restriction.ARCHIVED:
        raise Refused(
            _(
                "Ce lien n’ouvre aucune demande. Reprenez-le dans votre accusé de réception, "
                "ou suivez la demande avec son numéro."
            )
        )
    return found


@transaction.atomic
def follow(token: str) -> ServiceRequest:
    """The whole story, for whoever holds the link; a decision shown for the first time is marked as read."""
    found = holder(token)
    by = Actor.link_holder(found.pk)
    trail.record(by, trail.Verb.READ, "request", found.pk)
    if mark_decisions_read(found.pk, by=by):
        found.refresh_from_db(fields=["last_event_kind", "last_event_at"])
    return found
