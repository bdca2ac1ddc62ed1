"""Who sees the mails that became no request, and who may replay them or set them aside."""

from __future__ import annotations

from django.db.models import Q

from channels_app.models import InboundEmail, Mailbox
from core.actor import Actor
from organisation.access import access_of


def visible_to(actor: Actor) -> Q:
    """The agents of the service whose mailbox it is; a mail without mailbox, those of the town’s main one.

    What came in a confidential mailbox exists for those who hold the confidential right on its service.
    """
    if actor.is_system:
        return Q(pk__isnull=False)
    if not actor.is_agent:
        return Q(pk__in=())
    access = access_of(actor)
    secret = Q(mailbox__in=Mailbox.objects.confidential())
    mine = Q(mailbox__service_id__in=access.service_ids) & ~secret
    entrusted = Q(mailbox__service_id__in=access.confidential_ids)
    nobody_s = Q(mailbox__isnull=True) if access.service_ids else Q(pk__in=())
    return Q(commune_id=access.commune_id) & (mine | entrusted | nobody_s)


def can_handle(actor: Actor, inbound: InboundEmail) -> bool:
    """The same rule on one mail."""
    if actor.is_system:
        return True
    if not actor.is_agent:
        return False
    access = access_of(actor)
    if inbound.commune_id != access.commune_id:
        return False
    if inbound.mailbox is None:
        return bool(access.service_ids)
    allowed = access.confidential_ids if inbound.mailbox.is_confidential else access.service_ids
    return inbound.mailbox.service_id in allowed
